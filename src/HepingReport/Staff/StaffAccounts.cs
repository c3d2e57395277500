using System.Globalization;
using System.Text;
using HepingReport.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace HepingReport.Staff;

/// <summary>ASP.NET Core Identity over portal.db, for one transaction: it keeps names, passwords, keys, recovery codes and stamps. Faults are told in Chinese.</summary>
internal sealed class StaffAccounts : UserManager<StaffAccount>
{
    public const int RecoveryCodeCount = 10;

    private static readonly IdentityOptions Settings = new() { User = { AllowedUserNameCharacters = "" } };

    public StaffAccounts(PortalDb db, TimeProvider time)
        : base(new Rows(db), new OptionsWrapper<IdentityOptions>(Settings), new PasswordHasher<StaffAccount>(), [new NameRule()], [new PasswordRule()], new UpperInvariantLookupNormalizer(), new IdentityErrorDescriber(), null!, NullLogger<UserManager<StaffAccount>>.Instance) =>
        RegisterTokenProvider(TokenOptions.DefaultAuthenticatorProvider, new AuthenticatorApp(time));

    public Task<bool> TakeCodeAsync(StaffAccount account, string code) => VerifyTwoFactorTokenAsync(account, TokenOptions.DefaultAuthenticatorProvider, code);

    /// <summary>Key and recovery codes are columns of the account; the codes are kept as hashes.</summary>
    private sealed class Rows(PortalDb db) : UserOnlyStore<StaffAccount, PortalDb>(db)
    {
        public override Task SetAuthenticatorKeyAsync(StaffAccount user, string key, CancellationToken cancellationToken)
        {
            user.AuthenticatorKey = key;
            return Task.CompletedTask;
        }

        public override Task<string?> GetAuthenticatorKeyAsync(StaffAccount user, CancellationToken cancellationToken) => Task.FromResult(user.AuthenticatorKey);

        public override Task ReplaceCodesAsync(StaffAccount user, IEnumerable<string> recoveryCodes, CancellationToken cancellationToken)
        {
            user.RecoveryCodes = string.Join(';', recoveryCodes.Select(code => HashOf(user, code)));
            return Task.CompletedTask;
        }

        public override Task<bool> RedeemCodeAsync(StaffAccount user, string code, CancellationToken cancellationToken)
        {
            var left = user.RecoveryCodes.Split(';', StringSplitOptions.RemoveEmptyEntries).ToList();
            var taken = left.Remove(HashOf(user, code));
            user.RecoveryCodes = string.Join(';', left);
            return Task.FromResult(taken);
        }

        public override Task<int> CountCodesAsync(StaffAccount user, CancellationToken cancellationToken) => Task.FromResult(user.RecoveryCodes.Split(';', StringSplitOptions.RemoveEmptyEntries).Length);

        private static string HashOf(StaffAccount user, string code) => Secret.HashOf($"{user.Id} {code}");
    }

    /// <summary>Names stand in lists, logs and terminals: letters and digits of any language, and what joins them.</summary>
    private sealed class NameRule : IUserValidator<StaffAccount>
    {
        private const int Longest = 32;

        public async Task<IdentityResult> ValidateAsync(UserManager<StaffAccount> manager, StaffAccount user)
        {
            var name = user.UserName ?? "";
            return name.Length is 0 or > Longest ? Fault($"姓名要有1到{Longest}个字。")
                : !name.All(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_' or '·') ? Fault("姓名里只能有文字、数字，以及 . - _ · 这几个符号，不能有空格。")
                : await manager.FindByNameAsync(name) is { } other && other.Id != user.Id ? Fault($"已经有“{other.UserName}”这个账户。")
                : IdentityResult.Success;
        }
    }

    private sealed class PasswordRule : IPasswordValidator<StaffAccount>
    {
        private const int Shortest = 12;
        private const int Longest = 256;

        /// <summary>What guessers try first, also when it is written twice or counted on.</summary>
        private static readonly string[] Common =
        [
            "123456", "1234567890", "0123456789", "12345678910", "987654321", "abcdef", "abc123", "a123456", "qwerty", "qwertyuiop", "1qaz2wsx", "1q2w3e4r", "asdfgh", "asdfghjkl", "zxcvbn", "zxcvbnm", "password", "passw0rd", "p@ssw0rd", "letmein",
            "welcome", "iloveyou", "woaini", "woaini1314", "5201314", "1314520", "admin", "administrator", "root", "test", "heping", "hepingqu", "tianjin", "zhengfu", "和平区", "天津", "政府工作报告", "2018", "2024", "2025", "2026", "888888", "666666", "000000", "111111",
        ];

        public Task<IdentityResult> ValidateAsync(UserManager<StaffAccount> manager, StaffAccount user, string? password)
        {
            var count = new StringInfo(password ?? "").LengthInTextElements;
            return Task.FromResult(
                count < Shortest ? Fault($"密码至少要{Shortest}个字符，现在有{count}个。可以用几个不相干的词连成一句。")
                : password!.Length > Longest ? Fault($"密码最多{Longest}个字符。")
                : IsCommon(password, user.UserName ?? "") ? Fault("这个密码太容易猜到。请换一个：不要只用姓名、常见的词、重复或连续的字符。")
                : IdentityResult.Success);
        }

        /// <summary>Made of nothing but common words, the name, and marks and repetitions between them.</summary>
        private static bool IsCommon(string password, string name)
        {
            var rest = new StringBuilder(password.ToLowerInvariant());
            foreach (var word in Common.Append(name.ToLowerInvariant()).Where(word => word.Length > 1).OrderByDescending(word => word.Length))
            {
                rest.Replace(word, " ");
            }

            // What is left, without runs such as aaaa and 4567.
            var letters = rest.ToString().Where(char.IsLetterOrDigit).ToList();
            return letters.Distinct().Count() < 4 || letters.Where((letter, i) => i == 0 || Math.Abs(letter - letters[i - 1]) > 1).Count() < 4;
        }
    }

    private static IdentityResult Fault(string message) => IdentityResult.Failed(new IdentityError { Code = "", Description = message });
}
