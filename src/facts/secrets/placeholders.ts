/**
 * What people write where a secret belongs, before they have one. Compiled by hand from general knowledge
 * of example files, and corrected on the env and Compose files of some forty public repositories; no published list stands behind it.
 * Patterns are tried on one value in lower case; none has a quantifier within a quantifier.
 */
export const PLACEHOLDERS: readonly RegExp[] = [
  /^<[^<>]*>$/,
  /<[a-z][a-z0-9 _.-]*>/,
  /^\[[a-z][a-z0-9 _.-]*\]$/,
  /^(?:%[a-z0-9_]+%|@[a-z0-9_]+@|__[a-z0-9_]+__|#[a-z0-9_]+#)$/,
  /^x{3,}$/,
  /x{5,}/,
  /^[*•]{3,}/,
  /(?:\.\.\.|…)$/,
  /^(?:\.{3,}|-{3,}|_{3,}|\?{2,})$/,
  /(?<!ex)change[-_ ]?(?:me|this|it|that|in[-_ ]prod|before|here|your|the|to[-_ ]|with)/,
  /^(?:please[-_ ]?)?change(?:[-_ ]|your|my|the|password|passwd|pass|secret|key|token|user|auth|encryption|jwt|db|admin|root|runner|api)/,
  /^(?:to[-_ ]?be[-_ ]?)(?:changed|replaced|set|defined|generated|filled)/,
  /^(?:please[-_ ]?)?replace(?:$|[-_ ]|me|this|with|d\b)/,
  /^(?:please[-_ ]?)?(?:insert|enter|put|paste|type|provide|add|fill)[-_ ]/,
  /^(?:insert|enter|fill)(?:your|me|this)/,
  /^your(?:$|[-_ .]|own|super|secret|password|pass|api|key|token|jwt|strong|secure|random|db|postgres|mysql|redis|smtp|email|client|app|user|admin)/,
  /[-_ .]your[-_ .]/,
  /^my[-_ ](?:very[-_ ])?(?:super[-_ ]?)?(?:secret|password|passwd|pass|key|token|api|jwt|strong|secure|app|private|random|db)/,
  /^some[-_ ]?(?:very[-_ ])?(?:secret|password|passwd|key|token|random|long|strong|secure|value|string|hash)/,
  /^an?[-_ ](?:very[-_ ])?(?:really[-_ ])?(?:long|strong|secure|secret|random|safe|good|complex)[-_ ]/,
  /^(?:super[-_ ]?)?(?:strong|secure|safe|random|complex|long|good|unique)[-_ ](?:random[-_ ]|secret[-_ ]|secure[-_ ]|and[-_ ]|enough[-_ ])?(?:password|passwd|pass|secret|key|token|string|value|passphrase|phrase|random|jwt)/,
  /^(?:very[-_ ]?)(?:secret|secure|strong|long|random|safe|private)/,
  /^(?:the[-_ ])(?:secret|password|key|token)/,
  /^use[-_ ](?:an?|your|the|strong|openssl|something|long|random)[-_ ]/,
  /^(?:auto[-_ ]?)?generated?[-_ ](?:me|this|it|an?|your|with|using|by|via|one|random|strong|secure|different|new|long|secret|key|here)/,
  /^(?:run|see|copy|get|ask)[-_ ](?:an?|the|your|it|from|openssl)[-_ ]/,
  /^set[-_ ]?(?:me|this|it|your|an?)(?:$|[-_ ])/,
  /^!+ ?set\b.*!$/,
  /^set[-_ ].*[-_ ](?:here|env|production|prod)$/,
  /[-_ ](?:goes[-_ ])?here$/,
  /[-_ ]in[-_ ](?:production|prod)$/,
  /[-_ ](?:for|in)[-_ ](?:dev|development|local|testing|tests?|demo)(?:[-_ ]|$)/,
  /[-_ ](?:dev|development|local|testing|test)[-_ ]only(?:[-_ ]|$)/,
  /^(?:do[-_ ]?not|dont|never)[-_ ]?use/,
  /^not[-_ ]?(?:so[-_ ]?)?(?:an?[-_ ]?)?(?:secret|secure|real|safe)/,
  /^(?:in|un)(?:secure|safe)(?:$|[-_ ])/,
  /placeholder/,
  /example/,
  /^(?:todo|tbd|tba|fixme|xxx|dummy|redacted|masked|hidden|removed|omitted|sample|fake|mock|stub|foo|bar|baz|foobar|foobarbaz|lorem|ipsum|asdf|blah|something|anything|whatever|value|string|abc|abcd|abcdef|unset|notset|not[-_ ]?set|unknown|temp|temporary|tmp)$/,
  /^(?:todo|tbd|fixme|dummy|fake|sample|mock|placeholder|temp|temporary)[-_ :]/,
  /[-_ ](?:placeholder|dummy|todo|changeme|replaceme)$/,
  /^(?:sk|pk|rk|key|token|ghp|gho|glpat|xoxb|xoxp|re|sg|pat|hf|whsec)[-_.](?:(?:live|test|proj|ant)[-_])?(?:your|xxx|x+$|\.\.\.|\*+|\d{3,6}$|key$|token$|secret$|abc|123456)/,
];

/** Values that mean "none" to the program that reads them, as in Laravel's `MAIL_PASSWORD=null`. In lower case. */
export const NONE_WORDS: readonly string[] = ["null", "none", "nil", "undefined", "n/a", '""', "''", "~"];
