using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace HepingReport.Files;

/// <summary>Text as XML can hold it.</summary>
internal static class XmlText
{
    /// <summary>Control characters and lone surrogates, which no XML may contain, become U+FFFD, so that a reader sees that something stood there.</summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i]))
            {
                clean.Append(text, i++, 2);
            }
            else
            {
                clean.Append(XmlConvert.IsXmlChar(text[i]) ? text[i] : '\uFFFD');
            }
        }

        return clean.ToString();
    }

    /// <summary>The element as it stands in a file, without white space of our own.</summary>
    public static string Write(XElement element)
    {
        foreach (var text in element.DescendantNodesAndSelf().OfType<XText>())
        {
            text.Value = Clean(text.Value);
        }

        foreach (var attribute in element.DescendantsAndSelf().Attributes())
        {
            attribute.Value = Clean(attribute.Value);
        }

        return element.ToString(SaveOptions.DisableFormatting);
    }
}
