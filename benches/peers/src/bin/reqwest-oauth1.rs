//! The crate reqwest-oauth1, by a request that reqwest sends. Beside a query it signs no form, so all parameters are the
//! form's.

use peers::{Input, setting, show, time};
use reqwest_oauth1::{OAuthClientProvider, Secrets};

fn main() {
    let input = Input::from_args();
    let (url, query) = input.url.split_once('?').unwrap_or((&input.url, ""));
    let query = query.split('&').filter_map(|pair| pair.split_once('='));
    let form = input.form.iter().map(|(name, value)| (&**name, &**value));
    let params: Vec<(&str, &str)> = query.chain(form).collect();
    let method = reqwest::Method::from_bytes(input.method.as_bytes()).unwrap();
    let client = reqwest::Client::new();
    let secrets = Secrets::new(
        setting("BENCH_CONSUMER_KEY"),
        setting("BENCH_CONSUMER_SECRET"),
    )
    .token(setting("BENCH_TOKEN"), setting("BENCH_TOKEN_SECRET"));

    let whole = || {
        let request = client.clone().oauth1(secrets.clone());
        let request = request.request(method.clone(), url).form(&params);
        let signed = request.generate_signature().unwrap().build().unwrap();
        signed.headers()["authorization"].clone()
    };
    show("whole", whole().to_str().unwrap());
    time("whole", whole);
}
