"""Common words that look like misspellings of other common ones and are none; knows nothing of the FAQ."""

from __future__ import annotations

from collections.abc import Mapping

_FRENCH = """
accident achat actuelle actuellement admettre affaire agir aile aine allemagne allumer amener amie
amusant appareil arme artiste assise atteindre autobus autrefois avenir balle banc bataille belge
bienvenue bise bleu bleue bloc boire bois bonheur botte bout branche cafe calme capable central chance
chapeau chasse chemise chute clavier clef cloche coin colere colline comite commerce comparer complexe
composer concert conclure confier constater content contraire convenir cotte coucher couloir couple
courage couteau couvrir craindre crier crise critique crois cruelle culture danger danse datte debout
decrire demeurer dent desaccord desirer dessiner dessous detester dette devient disposer dispute diviser
docteur doigt douce doucement douleur eaux echapper echelle ecraser egalement element emmener emporter
endormir enfermer entendre enterrer entourer entrainer entretenir epais epouser eprouver espece etage
etendre etonner eventuellement evident evoquer exprimer facteur faim femme fier fiere fixe fixer fleur
foie force fort forte fortune four frise front gate genre gestion grade gris grise habitude hate heureux
hiver homme honneur honte hotte inconnu individu insister interet inutile jaune jouer jupe jurer justice
langage laver leger levre liberte lier linge litre luxe magasin maire mairie malheur maniere masse mate
menacer mention meriter metre metro millier million moderne montagne mort morte moto mouton muet musique
mystere nette niece notte oeuf ombre opposer oreille origine oser oublier outre ouvrage ouvrier palais
panier parfaitement parole passion pate patience paysage peau peche peindre peine pelle pencher pensee
permettre permise permission personnage perte peser pied pire piste plage plaine plaisir planche pleuvoir
poing pomme pont poursuite poursuivre precedent pression pretendre prier principal prive probable
procurer produire profiter progres promener promesse promettre promise prononcer proteger province
prudent quantite quart quatorze race ramasser ramener rapprocher rare rarement rassurer reaction realiser
realite recemment reconnaitre redire regulier rejeter religion remettre remis renforcer renoncer repandre
reprendre reproche resister resoudre respirer retenir reussir reveler revenir rever revue riche rire robe
roman rose route ruelle sable sage saint saison sale sang sante sauver section securite sein selection
selle serieux sert signifier singe societe soif soigner solide sombre sommet soupe sourire souris
soutenir sport station suffire surprendre taire tarte tasse tate tendance tendre tenter terrain tirer
toit toucher tour tournee tousser tranche trou troubler troupe univers vache valise vendre vendu vendue
vent vente ventre verre veste vetement victoire vieille vieux vigne village violence violent visible
vitre voie voix voyageur yeux
"""

_ENGLISH = """
according altogether amazing america among anymore appropriate baked basis bath beat beats began bell
brain breakfast briefly bright broad brother brought built burn butter cake camp cause ceiling cell
central century certain chain chance chapter charm chicken citizen clean clothes club cold collect
complex concert consist constant contest contrast core county courage court cross dark dead decision deep
defend diner dish driver east eighth enable excited exclaim exit expert fact factory fair fare farm fate
father feature feet fellow felt fewer fifth fight firm fish food fool forever formal game gave generate
gift glass gold guess hair harm hate heal heart heat height hell hide hill hole hooked horse household
ideal improve instance interest involve involved jeans journal jump kill king knew known lamp land latter
layer leaf leather lecture loose loss loud lower luck male manner masked mass meanwhile meat medical mild
mile mill million mood mouse mouth movement movie neat norm nose older onto pack pain palace passage
passion patient pattern peace phrase pink plain planet plant plastic plate plates pleasant pleasure poet
polite praise pray preserve prevent pride prime principle produce profession promote province pull pure
race rain rank rare react reaction realise reality reflect reliable religion rely reputation resident
resist resolve rich ride road rock roof root sail sale sand scared scope season seek serious seven
seventy shade shake shame shape sharp shelf shell ship shoe shoot shop shore shot shoulder shout sight
similar sink sixteen skin slight slip smart smell soap soft soil sometimes sore space spent spite spoken
sport stage stale stall star stare station stick stock stone storm strange strategy string strongly
succeed surface survive suspect sweet tail tank tape tear tend tent theatre thick thin thinner thirsty
thread throat throw thus tidy tight tiles tired tone tough tour tower trade treat tree trick truck
understood unusual vacation various vast victory visitor wage wake walk wander wash wave weak wear weigh
west whale whereas white whoever wide wife wild wind wine wing winner wise woman wood worker worm wound
writer yard youth
"""

ORDINARY: Mapping[str, frozenset[str]] = {
    "fr": frozenset(_FRENCH.split()),
    "en": frozenset(_ENGLISH.split()),
}
"""Words that stand for themselves, folded, per language: those of the commonest two thousand that were misread."""
