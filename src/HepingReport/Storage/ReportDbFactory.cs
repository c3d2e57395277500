using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace HepingReport.Storage;

/// <summary>Lets <c>dotnet ef migrations add … --project src/HepingReport</c> make a context without the site.</summary>
internal sealed class ReportDbFactory : IDesignTimeDbContextFactory<ReportDb>
{
    public ReportDb CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<ReportDb>().UseSqlite("Data Source=:memory:").Options);
}
