namespace HepingReport;

/// <summary>Residents' own words, none of which stands in the report, and the report's words for the same thing (synonyms.yml).</summary>
public sealed record Synonym(IReadOnlyList<string> Words, IReadOnlyList<string> Find);

/// <summary>How words are found by Latin letters (pinyin.yml, checked by hand).</summary>
/// <param name="Syllables">One for each Han character, without tone, ü as v; runs of digits and Latin letters as they are, in lower case.</param>
public sealed record PinyinEntry(string Words, IReadOnlyList<string> Syllables);
