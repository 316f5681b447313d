"""Used nonces in Django's cache or database, which all processes of a site share.

    from oauth1.django.nonces.stores import CacheNonces, DatabaseNonces

    verifier = Verifier(consumer, token, nonces=CacheNonces())

The cache has to be one that processes share, such as Redis or memcached. For the database, add
`oauth1.django.nonces` to INSTALLED_APPS and migrate, and have `manage.py oauth1_clear_nonces` run
once in a while.
"""
