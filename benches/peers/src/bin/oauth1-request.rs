//! The crate oauth1-request. It has no query in a URL, so all parameters are its request's.

use oauth1_request::{Builder, Credentials, HmacSha1, ParameterList};
use peers::{Input, setting, show, time};

fn main() {
    let input = Input::from_args();
    let (uri, query) = input.url.split_once('?').unwrap_or((&input.url, ""));
    let query = query.split('&').filter_map(|pair| pair.split_once('='));
    let form = input.form.iter().map(|(name, value)| (&**name, &**value));
    let params: Vec<(&str, &str)> = query.chain(form).collect();
    let mut builder = Builder::new(
        Credentials::new(
            setting("BENCH_CONSUMER_KEY"),
            setting("BENCH_CONSUMER_SECRET"),
        ),
        HmacSha1::new(),
    );
    builder.token(Credentials::new(
        setting("BENCH_TOKEN"),
        setting("BENCH_TOKEN_SECRET"),
    ));
    builder.version(true);

    let request = ParameterList::new(params.clone());
    show("prepared", &builder.authorize(&input.method, uri, &request));
    time("prepared", || {
        builder.authorize(&input.method, uri, &request)
    });

    let whole = || builder.authorize(&input.method, uri, &ParameterList::new(params.clone()));
    show("whole", &whole());
    time("whole", whole);
}
