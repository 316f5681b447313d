// npm's oauth-1.0a: sends a signed request. See ../README.md for the arguments.
const crypto = require("node:crypto");
const fs = require("node:fs");
const OAuth = require("oauth-1.0a");

const [signatureMethod, place, method, url, ...pairs] = process.argv.slice(2);
const env = process.env;

function hash(baseString, key) {
  if (signatureMethod === "RSA-SHA1") {
    const privateKey = fs.readFileSync(env.PEER_RSA_KEY_FILE, "ascii");
    return crypto.sign("sha1", Buffer.from(baseString), privateKey).toString("base64");
  }
  const digest = signatureMethod.replace("HMAC-", "").toLowerCase();
  return crypto.createHmac(digest, key).update(baseString).digest("base64");
}

const oauth = OAuth({
  consumer: { key: env.PEER_KEY, secret: env.PEER_SECRET },
  signature_method: signatureMethod,
  hash_function: signatureMethod === "PLAINTEXT" ? undefined : hash,
  body_hash_function: (body) => crypto.createHash("sha1").update(body).digest("base64"),
});
const hashed = place === "hash";
const data = hashed ? pairs[0] : Object.fromEntries(pairs.map((pair) => pair.split(/=(.*)/s).slice(0, 2)));
const token = { key: env.PEER_TOKEN, secret: env.PEER_TOKEN_SECRET };
// it adds the other parameters to both its argument and its result
const request = { url, method, data: hashed ? data : { ...data }, includeBodyHash: hashed };
const result = oauth.authorize(request, token);
const signed = Object.fromEntries(Object.entries(result).filter(([name]) => name.startsWith("oauth_")));

const headers = {};
let target = url;
let body = new URLSearchParams(data);
if (hashed) {
  Object.assign(headers, oauth.toHeader(signed), { "Content-Type": "application/json" });
  body = data;
} else if (place === "header") {
  Object.assign(headers, oauth.toHeader(signed));
} else if (place === "query") {
  target += (url.includes("?") ? "&" : "?") + new URLSearchParams(signed);
} else {
  body = new URLSearchParams({ ...data, ...signed });
}
if (method === "GET") {
  body = undefined;
}
fetch(target, { method, headers, body }).then((answer) => process.exit(answer.ok ? 0 : 1));
