// npm's oauth-1.0a. Prints one line `NAME VALUE` of what is signed, to be checked, and one line `NAME NANOSECONDS`.
const crypto = require("node:crypto");
const fs = require("node:fs");
const OAuth = require("oauth-1.0a");

const env = process.env;
const [first, ...pairs] = fs.readFileSync(process.argv[2], "utf8").trimEnd().split("\n");
const [method, url] = first.split(" ");
const form = Object.fromEntries(pairs.map((pair) => pair.split(/=(.*)/s).slice(0, 2)));
const oauth = OAuth({
  consumer: { key: env.BENCH_CONSUMER_KEY, secret: env.BENCH_CONSUMER_SECRET },
  signature_method: "HMAC-SHA1",
  hash_function: (baseString, key) => crypto.createHmac("sha1", key).update(baseString).digest("base64"),
});
const token = { key: env.BENCH_TOKEN, secret: env.BENCH_TOKEN_SECRET };

// it adds the other parameters to what it is given, so each call has its own
function whole() {
  return oauth.toHeader(oauth.authorize({ url, method, data: { ...form } }, token)).Authorization;
}

function batch(calls) {
  const start = process.hrtime.bigint();
  for (let done = 0; done < calls; done++) whole();
  return Number(process.hrtime.bigint() - start);
}

console.log("whole", whole());
const slice = Number(env.BENCH_MILLISECONDS) * 1e6;
const warm = process.hrtime.bigint();
while (Number(process.hrtime.bigint() - warm) < slice) whole(); // V8 compiles what runs often
let calls = 1;
while (batch(calls) < 1e6) calls *= 2;
const batches = [];
let spent = 0;
while (batches.length < 3 || spent < slice) {
  batches.push(batch(calls));
  spent += batches.at(-1);
}
batches.sort((a, b) => a - b);
console.log("whole", (batches[Math.floor(batches.length / 2)] / calls).toFixed(1));
