<?php
// PHP's OAuth: sends a signed request. See README.md for the arguments.
[, $signatureMethod, $place, $method, $url] = $argv;
$fields = [];
foreach (array_slice($argv, 5) as $pair) {
    [$name, $value] = explode('=', $pair, 2);
    $fields[$name] = $value;
}
$places = [
    'header' => OAUTH_AUTH_TYPE_AUTHORIZATION,
    'query' => OAUTH_AUTH_TYPE_URI,
    'form' => OAUTH_AUTH_TYPE_FORM,
];
$oauth = new OAuth(getenv('PEER_KEY'), getenv('PEER_SECRET'), $signatureMethod, $places[$place]);
$oauth->setToken(getenv('PEER_TOKEN'), getenv('PEER_TOKEN_SECRET'));
if ($signatureMethod === OAUTH_SIG_METHOD_RSASHA1) {
    $oauth->setRSACertificate(file_get_contents(getenv('PEER_RSA_KEY_FILE')));
}
exit($oauth->fetch($url, $fields, $method) ? 0 : 1);
