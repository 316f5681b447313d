//! ureq alone, sending: one agent, and an Authorization value that is made once, beside which this library's layer shows.

use peers::{Input, setting, time_one_or_threads};

fn main() {
    let input = Input::from_args();
    let authorization = setting("BENCH_AUTHORIZATION");
    let agent = ureq::Agent::new_with_defaults();
    let headers = [
        ("Authorization", &*authorization),
        ("Accept-Encoding", "gzip"),
        ("User-Agent", "liboauth1/0.1.0"),
    ];
    let form = input.form.iter().map(|(name, value)| (&**name, &**value));
    let form: Vec<(&str, &str)> = form.collect();
    time_one_or_threads(|| {
        let mut response = if input.method == "POST" {
            let request = agent.post(&input.url);
            let request = headers
                .iter()
                .fold(request, |all, each| all.header(each.0, each.1));
            request.send_form(form.iter().copied()).unwrap()
        } else {
            let request = agent.get(&input.url);
            let request = headers
                .iter()
                .fold(request, |all, each| all.header(each.0, each.1));
            request.call().unwrap()
        };
        assert_eq!(response.status(), 200);
        assert!(!response.body_mut().read_to_vec().unwrap().is_empty());
    });
}
