using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using HepingReport.Changes;
using HepingReport.Content;
using HepingReport.Web.Pages;
using Microsoft.Net.Http.Headers;

namespace HepingReport.Web.Endpoints;

/// <summary>/feed.xml: the newest changes as Atom 1.0 (RFC 4287). Every time and id comes from the register and the recorded edits, none from the clock.</summary>
public static class Feed
{
    private const string Atom = "http://www.w3.org/2005/Atom";
    private const int Most = 50;

    public static void MapFeed(this WebApplication app) =>
        app.MapGet(Links.Feed, (ContentSnapshot content, RevisionLog revisions, SiteAddress address) =>
        {
            var feed = Write(content, [.. ChangeLog.Of(content, revisions.Revisions).Take(Most)], address);
            var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(feed))[..32]}\"", isWeak: true);
            return Results.Bytes(feed, "application/atom+xml; charset=utf-8", entityTag: tag);
        });

    private static byte[] Write(ContentSnapshot content, List<PublishedChange> changes, SiteAddress address)
    {
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, new XmlWriterSettings { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), Indent = true }))
        {
            xml.WriteStartElement("feed", Atom);
            xml.WriteAttributeString("xml", "lang", null, "zh-CN");
            Element("title", $"更改记录：{content.Report.Title}");
            Element("id", IdOf($"{content.Site.SiteCode} {content.Report.Title}"));
            Element("updated", Time(changes.Count > 0 ? changes[0].When : new DateTimeOffset(content.Site.Published, TimeOnly.MinValue, PublishedChange.China)));
            Link("self", "application/atom+xml", Links.Feed);
            Link("alternate", "text/html", Links.Changes);
            xml.WriteStartElement("author", Atom);
            Element("name", content.Site.Organiser);
            xml.WriteEndElement();
            foreach (var change in changes)
            {
                xml.WriteStartElement("entry", Atom);
                Element("title", $"{change.Place}：{change.Kind}");
                Element("id", IdOf(change.Id));
                Element("updated", Time(change.When));
                Link("alternate", "text/html", change.Address ?? Links.Changes);
                xml.WriteStartElement("content", Atom);
                xml.WriteAttributeString("type", "html");
                xml.WriteString(Clean($"<p>{ChangeHtml.Of(change, hidden: "")}</p><p>{System.Net.WebUtility.HtmlEncode(change.Reason)}</p>"));
                xml.WriteEndElement();
                xml.WriteEndElement();
            }

            xml.WriteEndElement();

            void Element(string name, string text) => xml.WriteElementString(name, Atom, Clean(text));

            void Link(string relation, string type, string path)
            {
                xml.WriteStartElement("link", Atom);
                xml.WriteAttributeString("rel", relation);
                xml.WriteAttributeString("type", type);
                xml.WriteAttributeString("href", address.Absolute(path));
                xml.WriteEndElement();
            }
        }

        return bytes.ToArray();
    }

    private static string Time(DateTimeOffset when) => when.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    /// <summary>The same words give the same id on every machine and at every address; version 8 of RFC 9562 leaves the bits to us.</summary>
    private static string IdOf(string words)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(words))[..16];
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return $"urn:uuid:{new Guid(bytes, bigEndian: true)}";
    }

    /// <summary>What XML cannot carry, a content file may still hold.</summary>
    private static string Clean(string text) => string.Concat(text.EnumerateRunes().Select(rune => rune.IsBmp && !XmlConvert.IsXmlChar((char)rune.Value) ? "\uFFFD" : rune.ToString()));
}
