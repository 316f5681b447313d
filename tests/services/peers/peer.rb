# Ruby's oauth: sends a signed request. See README.md for the arguments.
require "oauth"
require "oauth/signature/plaintext"

signature_method, place, method, url, *pairs = ARGV
origin, path = url.match(%r{\A(http://[^/]+)(/.*)\z}).captures
key = signature_method.start_with?("RSA") ? File.read(ENV["PEER_RSA_KEY_FILE"]) : ENV["PEER_SECRET"]
consumer = OAuth::Consumer.new(
  ENV["PEER_KEY"],
  key,
  site: origin,
  signature_method: signature_method,
  scheme: { "header" => :header, "query" => :query_string, "form" => :body, "hash" => :header }.fetch(place)
)
token = OAuth::AccessToken.new(consumer, ENV["PEER_TOKEN"], ENV["PEER_TOKEN_SECRET"])
arguments =
  case
  when method == "GET" then []
  when place == "hash" then [pairs.first, { "Content-Type" => "application/json" }]
  else [pairs.to_h { |pair| pair.split("=", 2) }]
  end
answer = token.request(method.downcase.to_sym, path, *arguments)
exit answer.is_a?(Net::HTTPOK)
