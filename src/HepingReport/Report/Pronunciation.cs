namespace HepingReport;

/// <summary>How a rare word, or one with several readings, is read (pronunciations.yml, checked by hand).</summary>
/// <param name="Pinyin">With tone marks, the syllables of one word written together.</param>
public sealed record Pronunciation(string Word, string Pinyin, string Reason);
