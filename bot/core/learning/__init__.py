"""What people's questions teach: what is asked, what nobody could answer, what helped. Knows no storage."""
