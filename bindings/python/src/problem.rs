//! What a provider says is wrong with a request.

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyTuple};

use crate::values::{body_of, text_pairs};

/// What a provider says is wrong with a request, by the problem reporting extension: the problem's
/// name, and what goes with it. All of it is the provider's, so it is cut where it is long; values
/// that may be secrets are `***`. `str` shows it on one line.
#[pyclass(frozen, eq, module = "oauth1")]
#[derive(PartialEq)]
pub struct Problem(pub oauth1::Problem);

#[pymethods]
impl Problem {
    /// Find the problem in an answer: in a body of form data or JSON, else in its WWW-Authenticate
    /// headers.
    ///
    /// Args:
    ///     headers: The answer's headers, a mapping or pairs of str.
    ///     body: Its body, bytes-like or str.
    ///
    /// Returns:
    ///     The problem, or None.
    #[staticmethod]
    fn parse(headers: &Bound<'_, PyAny>, body: &Bound<'_, PyAny>) -> PyResult<Option<Self>> {
        let headers = text_pairs(headers)?;
        Ok(oauth1::Problem::parse(headers, &body_of(body)?).map(Self))
    }

    /// The problem's name, such as "timestamp_refused": at most 100 characters of it.
    #[getter]
    fn name(&self) -> &str {
        self.0.name()
    }

    /// The provider's advice (`oauth_problem_advice`): at most 300 characters of it.
    #[getter]
    fn advice(&self) -> Option<&str> {
        self.0.advice()
    }

    /// The first and the last timestamp that the provider takes (`oauth_acceptable_timestamps`), in
    /// seconds since 1970-01-01 00:00:00 GMT.
    #[getter]
    fn acceptable_timestamps(&self) -> Option<(u64, u64)> {
        let range = self.0.acceptable_timestamps()?;
        Some((*range.start(), *range.end()))
    }

    /// The lowest and the highest version that the provider takes (`oauth_acceptable_versions`).
    #[getter]
    fn acceptable_versions(&self) -> Option<(&str, &str)> {
        self.0.acceptable_versions()
    }

    /// The names of the parameters that the provider misses (`oauth_parameters_absent`): at most 16.
    #[getter]
    fn parameters_absent<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.0.parameters_absent())
    }

    /// Names and values of the parameters that the provider does not take
    /// (`oauth_parameters_rejected`): at most 16. A value is empty where the provider gives only
    /// the name.
    #[getter]
    fn parameters_rejected<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.0.parameters_rejected())
    }

    /// What the problem means and what to do about it, in a sentence; None for a problem that the
    /// extension does not have.
    #[getter]
    fn what_to_do(&self) -> Option<&'static str> {
        self.0.what_to_do()
    }

    fn __str__(&self) -> String {
        self.0.to_string()
    }

    fn __repr__(&self) -> String {
        format!("<oauth1.Problem {}>", self.0)
    }

    /// As the form in which a provider would have sent it: errors are pickled with their problems.
    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyTuple>> {
        let py = slf.py();
        let parse = py.get_type::<Self>().getattr("parse")?;
        let form = as_form(&slf.get().0);
        let args = (PyTuple::empty(py), PyBytes::new(py, form.as_bytes()));
        (parse, args).into_pyobject(py)
    }
}

fn as_form(problem: &oauth1::Problem) -> String {
    let encoded = |text: &str| oauth1::percent_encode(text);
    let mut fields = vec![("oauth_problem", encoded(problem.name()))];
    if let Some(advice) = problem.advice() {
        fields.push(("oauth_problem_advice", encoded(advice)));
    }
    if let Some(range) = problem.acceptable_timestamps() {
        let range = format!("{}-{}", range.start(), range.end());
        fields.push(("oauth_acceptable_timestamps", range));
    }
    if let Some((lowest, highest)) = problem.acceptable_versions() {
        let range = encoded(&format!("{lowest}-{highest}"));
        fields.push(("oauth_acceptable_versions", range));
    }
    let absent = problem.parameters_absent().iter().map(|name| encoded(name));
    let rejected = problem.parameters_rejected().iter();
    let rejected = rejected.map(|(name, value)| match &**value {
        "" => encoded(name),
        value => format!("{}={}", encoded(name), encoded(value)),
    });
    for (name, values) in [
        ("oauth_parameters_absent", absent.collect::<Vec<_>>()),
        ("oauth_parameters_rejected", rejected.collect::<Vec<_>>()),
    ] {
        if !values.is_empty() {
            fields.push((name, encoded(&values.join("&"))));
        }
    }
    let fields = fields.iter().map(|(name, value)| format!("{name}={value}"));
    fields.collect::<Vec<_>>().join("&")
}
