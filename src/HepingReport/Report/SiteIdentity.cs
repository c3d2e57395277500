namespace HepingReport;

/// <summary>Who publishes the site: the identity lines of the source's page head and foot (site.yml).</summary>
public sealed record SiteIdentity
{
    /// <summary>The portal's name in the header and after each page's title.</summary>
    public required string Name { get; init; }

    /// <summary>One sentence on what the portal is.</summary>
    public required string Description { get; init; }

    /// <summary>The day this site was first published: the date of every correction that has none of its own.</summary>
    public required DateOnly Published { get; init; }

    /// <summary>主办单位</summary>
    public required string Organiser { get; init; }

    /// <summary>版权所有</summary>
    public required string CopyrightHolder { get; init; }

    /// <summary>公安备案, as printed.</summary>
    public required string PoliceFiling { get; init; }

    /// <summary>ICP 备案, as printed.</summary>
    public required string IcpFiling { get; init; }

    /// <summary>网站标识码</summary>
    public required string SiteCode { get; init; }

    /// <summary>违法和不良信息举报电话. For that purpose only; never offered as help.</summary>
    public required string ReportingPhone { get; init; }

    /// <summary>违法和不良信息举报邮箱. For that purpose only.</summary>
    public required string ReportingEmail { get; init; }

    /// <summary>微博 and 微信: plain words until an address is known.</summary>
    public required IReadOnlyList<SocialAccount> Accounts { get; init; }
}

public sealed record SocialAccount(string Name, Uri? Address);
