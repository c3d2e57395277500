using System.Net;
using System.Text;

namespace HepingReport.Web.Pages;

/// <summary>Makes white space visible where it is what the reader is told about.</summary>
public static class Visible
{
    public static string Of(string text)
    {
        var html = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            html.Append(rune.Value switch
            {
                '\n' => "<span class=\"space\">换行</span>",
                '\u2002' or ' ' or '\u00A0' => "<span class=\"space\">空格</span>",
                _ => WebUtility.HtmlEncode(rune.ToString()),
            });
        }

        return html.ToString();
    }
}
