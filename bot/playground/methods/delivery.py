"""How updates reach the bot: setting a webhook, dropping it, and asking how it does."""

from urllib.parse import urlsplit

from bot.playground.arguments import Arguments
from bot.playground.errors import bad_request
from bot.playground.updates import Webhook, check_secret
from bot.playground.world import Json, World

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def set_webhook(world: World, arguments: Arguments) -> bool:
    url = arguments.text("url")
    if not url:
        return delete_webhook(world, arguments)
    try:
        parts = urlsplit(url)
    except ValueError:
        raise bad_request("invalid webhook URL specified") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise bad_request("invalid webhook URL specified")
    if parts.hostname not in LOOPBACK:
        raise bad_request("bad webhook: the playground delivers to this computer only")
    secret = check_secret(arguments.text("secret_token"))
    updates = world.updates
    updates.allow(arguments.structure("allowed_updates", "allowed updates"))
    if arguments.flag("drop_pending_updates"):
        updates.drop()
    updates.set_webhook(Webhook(url, secret, max(1, min(arguments.integer("max_connections", 40), 100))))
    return True


def delete_webhook(world: World, arguments: Arguments) -> bool:
    if arguments.flag("drop_pending_updates"):
        world.updates.drop()
    world.updates.set_webhook(None)
    return True


def get_webhook_info(world: World, _arguments: Arguments) -> Json:
    updates = world.updates
    hook = updates.webhook
    answer: Json = {
        "url": hook.url if hook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(updates.waiting),
    }
    if hook is not None:
        answer.update(max_connections=hook.connections, ip_address="127.0.0.1")
        if hook.last_error:
            answer.update(last_error_date=hook.last_error_date, last_error_message=hook.last_error)
    if updates.allowed:
        answer["allowed_updates"] = sorted(updates.allowed)
    return answer


METHODS = {
    "setwebhook": set_webhook,
    "deletewebhook": delete_webhook,
    "getwebhookinfo": get_webhook_info,
}
