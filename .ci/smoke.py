"""Tries an installed wheel where nothing else is: signs the example of RFC 5849 §1.2."""

import oauth
import oauth1

PUBLISHED = "MdpQcU8iPSUjWoN%2FUDMsK2sui9I%3D"

client = oauth1.Client("dpf43f3p2l4k3l03", "kd94hf93k423kf44", realm="Photos", version=False)
session = client.session(oauth1.Token("nnch734d00sl2jdk", "pfkkdhi9sl3r4s00"))
request = oauth1.Request(
    "GET",
    "http://photos.example.net/photos?file=vacation.jpg&size=original",
    nonce="chapoH",
    timestamp=137131202,
)
header = session.sign(request).authorization
if f'oauth_signature="{PUBLISHED}"' not in header:
    raise SystemExit(f"not the signature of RFC 5849 section 1.2: {header}")
print(f"oauth1 {oauth1.__version__} signs; oauth has {len(oauth.__all__)} names")
