using HepingReport.Staff;

namespace HepingReport.Web.Tests;

/// <summary>A person of the staff with an account in a data folder, signed in at every site that is started on it.</summary>
internal sealed class SignedInStaff
{
    private readonly TestSite site;
    private readonly string session;

    private SignedInStaff(TestSite site, string session) => (this.site, this.session) = (site, session);

    public static async Task<SignedInStaff> InAsync(string data, string name, StaffRole role = StaffRole.Editor)
    {
        using var site = new TestSite { Data = data };
        var visitor = await StaffVisitor.SignedInAsync(site, name, role);
        return new SignedInStaff(site, visitor.Cookies[Security.StaffCookie.Name]);
    }

    public StaffVisitor At(SiteProcess process)
    {
        var visitor = new StaffVisitor(site, "127.0.0.1", process.Client);
        visitor.Cookies[Security.StaffCookie.PlainName] = session;
        return visitor;
    }

    /// <summary>A request by hand.</summary>
    public HttpRequestMessage Asks(string address) => new(HttpMethod.Get, address) { Headers = { { "Cookie", $"{Security.StaffCookie.PlainName}={session}" } } };
}
