using HepingReport.Staff;

namespace HepingReport.Tests.Staff;

public sealed class AuthenticatorAppTests
{
    /// <summary>RFC 6238, appendix B, SHA-1, the last six of its eight digits.</summary>
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Codes_are_those_of_the_standard(long seconds, string code) =>
        Assert.Equal(code, AuthenticatorApp.CodeAt("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", DateTimeOffset.FromUnixTimeSeconds(seconds)));

    [Fact]
    public void The_address_for_the_app_names_site_and_account_whatever_is_in_them() =>
        Assert.Equal("otpauth://totp/%E6%8A%A5%E5%91%8A%3A:%E6%9E%97%26%E6%99%93?secret=ABCD&issuer=%E6%8A%A5%E5%91%8A%3A", AuthenticatorApp.AddressOf("报告:", "林&晓", "ABCD"));
}
