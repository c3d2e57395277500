using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace HepingReport.Storage;

/// <summary>Lets <c>dotnet ef migrations add … --context PortalDb --project src/HepingReport</c> make a context without the site.</summary>
internal sealed class PortalDbFactory : IDesignTimeDbContextFactory<PortalDb>
{
    public PortalDb CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<PortalDb>().UseSqlite("Data Source=:memory:").Options);
}
