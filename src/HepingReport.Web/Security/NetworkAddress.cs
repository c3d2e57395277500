using System.Net;
using System.Net.Sockets;

namespace HepingReport.Web.Security;

public static class NetworkAddress
{
    /// <summary>Where somebody is, as far as they cannot change it at will: one household has a /64 of IPv6.</summary>
    public static string Of(IPAddress? address)
    {
        var plain = address is null ? IPAddress.None : address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return plain.AddressFamily == AddressFamily.InterNetworkV6 && !IPAddress.IsLoopback(plain)
            ? $"{new IPAddress([.. plain.GetAddressBytes()[..8], .. new byte[8]])}/64"
            : plain.ToString();
    }
}
