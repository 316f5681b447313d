//! The mistakes that clients are known for, each tried on a captured request: which base string it
//! would have made (RFC 5849 §3.4.1).

use std::borrow::Cow;
use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};

use super::captured::{CapturedRequest, Collected, Pair};
use super::finding::{Cause, Finding};
use super::judge::Judge;
use super::key::Key;
use super::recipe::{Encoder, Order, Reading, Recipe};
use super::secrets::Secrets;
use super::url_change::GivenUrl;
use super::words::{parameters, shown};
use crate::encode::{percent_decode, percent_encode};

/// Up to so many parameters are left out one by one.
const LEFT_OUT: usize = 48;

/// A base string of this size at most is tried with every key.
const SMALL: usize = 8 << 10;

/// How a request is signed rightly (RFC 5849 §3.4.1).
pub(super) fn right_recipe<'a>(captured: &CapturedRequest, collected: &'a Collected) -> Recipe<'a> {
    Recipe::right(
        captured.method().to_ascii_uppercase(),
        captured.parsed_url().base_string_uri().to_owned(),
        borrowed(collected.signed()),
    )
}

fn borrowed<'a>(pairs: impl IntoIterator<Item = &'a Pair>) -> Vec<Cow<'a, Pair>> {
    pairs.into_iter().map(Cow::Borrowed).collect()
}

/// What came of trying.
pub(super) struct Outcome {
    /// The mistakes that reproduce the signature, fewest first; none where it is right. `None`
    /// where no known mistake does.
    pub mistakes: Option<Vec<Finding>>,
    /// How many base strings were tried.
    pub tried: usize,
}

/// Tries the mistakes that are known, until one reproduces the signature. Their number is fixed.
pub(super) fn try_mistakes(
    captured: &CapturedRequest,
    collected: &Collected,
    secrets: &Secrets,
    judge: &Judge<'_>,
    keys: &[Key],
) -> Outcome {
    let right = right_recipe(captured, collected);
    let mut trial = Trial {
        captured,
        collected,
        secrets,
        judge,
        right: right.clone(),
        seen: HashSet::new(),
        hasher: RandomState::new(),
        small: Vec::new(),
        mistakes: None,
    };
    trial.mistakes = judge.mistakes(&right.base_string(), keys);
    trial.try_recipe(&right, Vec::new);
    trial.of_method();
    trial.of_uri();
    trial.of_sources();
    trial.of_parameters();
    trial.of_order();
    trial.of_encoding();
    trial.of_encoders();
    trial.of_wire();
    trial.with_other_keys(keys);
    Outcome {
        mistakes: trial.mistakes,
        tried: trial.seen.len(),
    }
}

struct Trial<'a> {
    captured: &'a CapturedRequest,
    collected: &'a Collected,
    secrets: &'a Secrets,
    judge: &'a Judge<'a>,
    right: Recipe<'a>,
    /// What was tried, by its hash.
    seen: HashSet<u64>,
    hasher: RandomState,
    /// What was tried and is small enough to be tried with every key.
    small: Vec<(String, Vec<Finding>)>,
    mistakes: Option<Vec<Finding>>,
}

impl<'a> Trial<'a> {
    /// Tries what a recipe makes, with the right key; `findings` are the mistakes in the recipe.
    fn try_recipe(&mut self, recipe: &Recipe<'_>, findings: impl FnOnce() -> Vec<Finding>) {
        if self.mistakes.is_some() {
            return;
        }
        let base_string = recipe.base_string();
        if !self.seen.insert(self.hasher.hash_one(&base_string)) {
            return;
        }
        let mut findings = findings();
        if let Some(of_signature) = self.judge.mistakes_by_right_key(&base_string) {
            findings.extend(of_signature);
            self.mistakes = Some(findings);
        } else if base_string.len() <= SMALL {
            self.small.push((base_string, findings));
        }
    }

    /// Tries mistakes of base string and key together.
    fn with_other_keys(&mut self, keys: &[Key]) {
        if self.mistakes.is_some() {
            return;
        }
        self.mistakes = self.small.iter().find_map(|(base_string, findings)| {
            let others = self.judge.mistakes(base_string, keys)?;
            Some(findings.iter().cloned().chain(others).collect())
        });
    }

    fn try_one(&mut self, recipe: &Recipe<'_>, cause: Cause, detail: impl Into<String>) {
        self.try_recipe(recipe, || vec![Finding::certain(cause, detail)]);
    }

    fn try_uri(&mut self, uri: String, cause: Cause) {
        let detail = format!("it was signed for the URI {}", shown(&uri));
        let recipe = Recipe {
            uri,
            ..self.right.clone()
        };
        self.try_one(&recipe, cause, detail);
    }

    fn try_pairs(&mut self, pairs: Vec<Cow<'a, Pair>>, cause: Cause, detail: impl Into<String>) {
        let recipe = Recipe {
            pairs,
            ..self.right.clone()
        };
        self.try_one(&recipe, cause, detail);
    }

    fn of_method(&mut self) {
        let sent = self.right.method.clone();
        let own = [self.captured.method(), &sent.to_ascii_lowercase()].map(str::to_owned);
        let others = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"];
        let others = others.map(|other| [other.to_owned(), other.to_ascii_lowercase()]);
        for method in own.into_iter().chain(others.into_iter().flatten()) {
            let detail = format!(
                "{method} was signed, {} was sent",
                shown(self.captured.method())
            );
            let recipe = Recipe {
                method,
                ..self.right.clone()
            };
            self.try_one(&recipe, Cause::Method, detail);
        }
    }

    fn of_uri(&mut self) {
        let sent = self.right.uri.clone();
        let url = GivenUrl::new(&sent);
        let given = GivenUrl::new(self.captured.url());
        let other_scheme = if url.scheme == "https" {
            "http"
        } else {
            "https"
        };
        let authority = url.authority();
        let (host, path) = (url.host, url.path);
        let port_of = |scheme: &str| if scheme == "https" { 443 } else { 80 };

        self.try_uri(format!("{other_scheme}://{authority}{path}"), Cause::Scheme);
        if url.port.is_none() {
            for scheme in [url.scheme, other_scheme] {
                for port in [port_of(url.scheme), port_of(other_scheme)] {
                    self.try_uri(format!("{scheme}://{host}:{port}{path}"), Cause::Port);
                }
            }
        } else {
            self.try_uri(format!("{}://{host}{path}", url.scheme), Cause::Port);
            self.try_uri(format!("{other_scheme}://{host}{path}"), Cause::Port);
        }
        self.try_uri(
            format!("{}://{}{path}", url.scheme, given.host),
            Cause::HostCase,
        );
        self.try_uri(
            format!("{}://{}{path}", url.scheme, given.authority()),
            Cause::HostCase,
        );
        self.try_uri(
            format!("{}://{authority}{path}", given.scheme),
            Cause::Scheme,
        );
        self.of_other_hosts(&url);
        let origin = format!("{}://{authority}", url.scheme);
        let decoded = String::from_utf8_lossy(&percent_decode(path)).into_owned();
        let slash_toggled = match path.strip_suffix('/') {
            Some(without) => without.to_owned(),
            None => format!("{path}/"),
        };
        let encoded = decoded.split('/').map(percent_encode).collect::<Vec<_>>();
        for path in [
            slash_toggled,
            decoded,
            encoded.join("/"),
            path.replace('%', "%25"),
            given.path.to_owned(),
        ] {
            self.try_uri(format!("{origin}{path}"), Cause::Path);
        }
        self.of_query_in_uri();
    }

    /// Hosts that the request names elsewhere: a proxy may have changed the one in the URL.
    fn of_other_hosts(&mut self, url: &GivenUrl<'_>) {
        let headers = ["Host", "X-Forwarded-Host", "X-Original-Host"];
        let named = headers
            .iter()
            .filter_map(|name| self.captured.header_values(name).next());
        let mut hosts: Vec<String> = named.map(|host| host.trim().to_owned()).collect();
        // RFC 7239 §4: the first element is of the proxy that saw what the client sent
        let forwarded = self.captured.header_values("Forwarded").next();
        let forwarded = forwarded.unwrap_or_default().split([';', ',']);
        let mut forwarded = forwarded.filter_map(|pair| pair.trim().split_once('='));
        let host = forwarded.find(|(name, _)| name.eq_ignore_ascii_case("host"));
        hosts.extend(host.map(|(_, host)| host.trim_matches('"').to_owned()));
        hosts.push(match url.host.strip_prefix("www.") {
            Some(bare) => bare.to_owned(),
            None => format!("www.{}", url.host),
        });
        for host in hosts {
            let lower = host.to_ascii_lowercase();
            let cause = if lower == url.authority() {
                Cause::HostCase
            } else {
                Cause::Host
            };
            for host in [lower, host] {
                for scheme in ["https", "http"] {
                    self.try_uri(format!("{scheme}://{host}{}", url.path), cause);
                }
            }
        }
    }

    fn of_query_in_uri(&mut self) {
        let Some(query) = self.captured.parsed_url().query() else {
            return;
        };
        let detail = "the query was signed as a part of the URI";
        let uri = format!("{}?{query}", self.right.uri);
        let without_query = self.collected.header.iter().chain(&self.collected.form);
        for pairs in [borrowed(without_query), self.right.pairs.clone()] {
            let recipe = Recipe {
                uri: uri.clone(),
                pairs,
                ..self.right.clone()
            };
            self.try_one(&recipe, Cause::QueryInUri, detail);
        }
    }

    /// The query or the body left out, or something signed that is not.
    fn of_sources(&mut self) {
        let Collected {
            query,
            header,
            form,
            undeclared_form,
            fields,
            ..
        } = self.collected;
        let names = |pairs: &[Pair]| {
            let names: Vec<_> = pairs.iter().map(|pair| pair.name.as_slice()).collect();
            parameters(&names)
        };
        let joined = |parts: &[&'a [Pair]]| borrowed(parts.iter().copied().flatten());
        self.try_pairs(
            joined(&[header, form]),
            Cause::MissingQueryParameter,
            format!("it was signed without {} of the query", names(query)),
        );
        self.try_pairs(
            joined(&[query, header]),
            Cause::BodyNotSigned,
            format!("it was signed without {} of the form body", names(form)),
        );
        self.try_pairs(
            joined(&[query, header, undeclared_form]),
            Cause::BodySigned,
            "the body was signed as a form, which it is not by its content type",
        );
        self.try_pairs(
            joined(&[query, header, fields]),
            Cause::BodySigned,
            "the fields of the body were signed, which is no form by its content type",
        );
        let own = Recipe {
            pairs: borrowed(header),
            ..self.right.clone()
        };
        let neither = [
            (
                Cause::MissingQueryParameter,
                "it was signed without the query",
            ),
            (Cause::BodyNotSigned, "it was signed without the form body"),
        ];
        let neither = neither.map(|(cause, detail)| Finding::certain(cause, detail));
        self.try_recipe(&own, || neither.to_vec());

        let realm = self.collected.realm.clone().unwrap_or_default();
        for (name, value, cause) in [
            ("oauth_signature", "", Cause::SignatureIncluded),
            ("realm", &*realm, Cause::RealmIncluded),
            ("oauth_version", "1.0", Cause::ExtraParameter),
            ("oauth_token", "", Cause::ExtraParameter),
        ] {
            let mut pairs = self.right.pairs.clone();
            pairs.push(Cow::Owned(Pair::new(name, value)));
            let detail = format!("the parameter {name} was signed, which was not sent so");
            self.try_pairs(pairs, cause, detail);
        }
    }

    /// Single parameters left out, and duplicates.
    fn of_parameters(&mut self) {
        let pairs = self.right.pairs.clone();
        let without_empty = pairs.iter().filter(|pair| !pair.value.is_empty());
        self.try_pairs(
            without_empty.cloned().collect(),
            Cause::MissingParameter,
            "it was signed without the parameters whose value is empty",
        );
        for (reversed, which) in [(false, "first"), (true, "last")] {
            let mut seen = HashSet::new();
            let mut kept: Vec<_> = pairs.clone();
            if reversed {
                kept.reverse();
            }
            kept.retain(|pair| seen.insert(pair.name.clone()));
            let detail = format!("of parameters of the same name only the {which} was signed");
            self.try_pairs(kept, Cause::DuplicatesDropped, detail);
        }
        let few = if pairs.len() <= LEFT_OUT {
            pairs.len()
        } else {
            0
        };
        for index in 0..few {
            let mut rest = pairs.clone();
            let left_out = rest.remove(index);
            let detail = format!("it was signed without {}", parameters(&[&left_out.name]));
            self.try_pairs(rest, Cause::MissingParameter, detail);
        }
    }

    /// Something encoded too often or not at all, or read in another way.
    fn of_encoding(&mut self) {
        let right = self.right.clone();
        let times = |names, values| Recipe {
            names,
            values,
            ..right.clone()
        };
        for (names, values) in [(1, 2), (2, 2)] {
            let what = "values were encoded twice";
            self.try_encoding(&times(names, values), &[(Cause::DoubleEncoding, what)]);
        }
        for (names, values) in [(1, 0), (0, 0)] {
            let what = "values were not encoded";
            self.try_encoding(&times(names, values), &[(Cause::NotEncoded, what)]);
        }
        let joined = |joined| Recipe {
            joined,
            ..right.clone()
        };
        let twice = "the parameters as a whole were encoded twice";
        self.try_one(&joined(2), Cause::DoubleEncoding, twice);
        let never = "the parameters were not encoded again as a part of the base string";
        self.try_one(&joined(0), Cause::NotEncoded, never);
        for (reading, cause, what) in [
            (
                Reading::PlusKept,
                Cause::PlusForSpace,
                "a + that stands for a space was kept",
            ),
            (
                Reading::Latin1,
                Cause::CharacterSet,
                "text was signed in ISO 8859-1",
            ),
        ] {
            let recipe = Recipe {
                reading,
                ..right.clone()
            };
            self.try_encoding(&recipe, &[(cause, what)]);
        }
    }

    /// Tries a recipe that encodes otherwise, told with a parameter that it signs otherwise.
    fn try_encoding(&mut self, recipe: &Recipe<'_>, mistakes: &[(Cause, impl AsRef<str>)]) {
        let (secrets, right) = (self.secrets, self.right.clone());
        self.try_recipe(recipe, || {
            let pairs = recipe
                .encoded_pairs()
                .zip(right.encoded_pairs())
                .zip(&right.pairs);
            let mut differing = pairs.filter(|((wrong, right), pair)| {
                wrong != right && !secrets.are_told_by(&pair.name, &pair.value)
            });
            let example = match differing.next() {
                Some((((name, value), _), _)) => format!(": {}={}", shown(name), shown(value)),
                None => String::new(),
            };
            let found = mistakes.iter().map(|(cause, what)| {
                Finding::certain(*cause, format!("{}{example}", what.as_ref()))
            });
            found.collect()
        });
    }

    /// The ways to encode of other libraries, from one oddity to several.
    fn of_encoders(&mut self) {
        // what JavaScript's encodeURIComponent, Java's URLEncoder, .NET's UrlEncode, Python's quote
        // and JavaScript's encodeURI leave as it is
        const KEPT: [&[u8]; 6] = [b"", b"!*'()", b"*", b"!*()", b"/", b"!*'();:@&=+$,/?#"];
        let mut encoders = Vec::new();
        for keep in KEPT {
            for oddities in 0..8 {
                encoders.push(Encoder {
                    plus: oddities & 1 != 0,
                    tilde: oddities & 2 != 0,
                    lower: oddities & 4 != 0,
                    keep,
                });
            }
        }
        encoders.sort_by_key(|encoder| mistakes_of(*encoder).len());
        for encoder in encoders {
            let mistakes = mistakes_of(encoder);
            for (inner, outer) in [
                (encoder, Encoder::default()),
                (encoder, encoder),
                (Encoder::default(), encoder),
            ] {
                let recipe = Recipe {
                    inner,
                    outer,
                    ..self.right.clone()
                };
                self.try_encoding(&recipe, &mistakes);
            }
        }
    }

    /// Names and values as they were sent: the same as some encoder's, which tells more.
    fn of_wire(&mut self) {
        let recipe = Recipe {
            reading: Reading::Wire,
            ..self.right.clone()
        };
        let what = "names and values were signed as they stand in query and body";
        self.try_encoding(&recipe, &[(Cause::DifferentValue, what)]);
    }

    fn of_order(&mut self) {
        for (order, what) in [
            (Order::Unsorted, "not sorted"),
            (Order::BeforeEncoding, "sorted before they were encoded"),
            (Order::ByName, "sorted by name only"),
            (
                Order::Joined,
                "sorted as pairs, with the = between name and value",
            ),
            (Order::CaseIgnored, "sorted whatever their case"),
        ] {
            let recipe = Recipe {
                order,
                ..self.right.clone()
            };
            self.try_one(
                &recipe,
                Cause::SortOrder,
                format!("the parameters were {what}"),
            );
        }
        // which of them a client collects first is its own choice
        let Collected {
            query,
            header,
            form,
            ..
        } = self.collected;
        for parts in [
            [header, query, form],
            [header, form, query],
            [query, form, header],
            [form, query, header],
            [form, header, query],
        ] {
            let recipe = Recipe {
                pairs: borrowed(parts.into_iter().flatten()),
                order: Order::Unsorted,
                ..self.right.clone()
            };
            self.try_one(&recipe, Cause::SortOrder, "the parameters were not sorted");
        }
    }
}

/// What is wrong with an encoder.
fn mistakes_of(encoder: Encoder) -> Vec<(Cause, String)> {
    let mut mistakes = Vec::new();
    let mut mistake = |cause, what: &str| mistakes.push((cause, what.to_owned()));
    if encoder.plus {
        mistake(Cause::PlusForSpace, "a space was encoded as +");
    }
    if encoder.lower {
        mistake(Cause::EscapeCase, "escapes were written in lower case");
    }
    if encoder.tilde {
        mistake(Cause::ReservedCharacters, "~ was encoded");
    }
    if !encoder.keep.is_empty() {
        let kept = String::from_utf8_lossy(encoder.keep);
        let what = format!("characters such as {kept} were not encoded");
        mistake(Cause::ReservedCharacters, &what);
    }
    mistakes
}
