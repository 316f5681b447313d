"""Access tokens in the database, encrypted: `DatabaseTokenStore`.

    INSTALLED_APPS = [..., "oauth1.django", "oauth1.django.tokens"]
    OAUTH1 = {
        ...
        "TOKEN_STORE": "oauth1.django.tokens.store.DatabaseTokenStore",
        "ENCRYPTION_KEYS": [os.environ["OAUTH1_KEY"]],
    }

A key is made by `python -c "from cryptography.fernet import Fernet; print(Fernet.generate_key())"`.
To change it, put the new one first, run `manage.py oauth1_rotate_keys`, and take the old one out.
"""
