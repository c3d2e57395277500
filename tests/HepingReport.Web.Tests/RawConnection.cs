using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace HepingReport.Web.Tests;

/// <summary>A connection that sends bytes as they are, which no proper client would, and reads what comes back.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly NetworkStream stream;
    private byte[] buffer = new byte[64 * 1024];
    private int start;
    private int end;

    private RawConnection(Uri address)
    {
        socket.Connect(address.Host, address.Port);
        stream = new NetworkStream(socket, ownsSocket: true);
    }

    public static RawConnection To(Uri address) => new(address);

    /// <summary>What it cannot take any more, since it has closed, is its business.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        try
        {
            await stream.WriteAsync(bytes, cancellation);
        }
        catch (IOException)
        {
            // What it said before is read all the same.
        }
    }

    /// <summary>The next answer to what may lack its end: when none comes soon, the other side is told that nothing more will come.</summary>
    public async Task<RawAnswer?> ReadOrEndAsync(bool withoutBody, TimeSpan soon, CancellationToken cancellation)
    {
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        wait.CancelAfter(soon);
        try
        {
            // “Go on” is no answer yet.
            do
            {
                await FillAsync(wait.Token);
            }
            while (buffer.AsSpan(start, end - start).SequenceEqual("HTTP/1.1 100 Continue\r\n\r\n"u8));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            EndSending();
        }
        catch (Exception fault) when (fault is IOException or EndOfStreamException)
        {
            return null;
        }

        return await ReadAsync(withoutBody, cancellation);
    }

    private void EndSending()
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // It was closed from the other side.
        }
    }

    /// <summary>The next answer; null where the connection was closed instead.</summary>
    public async Task<RawAnswer?> ReadAsync(bool withoutBody, CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                if (await ReadLinesAsync(cancellation) is not { } head)
                {
                    return null;
                }

                var status = head.Length > 12 && head.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) ? int.Parse(head.AsSpan(9, 3), CultureInfo.InvariantCulture) : 0;
                if (status is >= 100 and < 200)
                {
                    continue;
                }

                var body = withoutBody || status is 204 or 304 ? "" : await ReadBodyAsync(head, cancellation);
                return new RawAnswer(status, head, body, head.Contains("\r\nConnection: close", StringComparison.OrdinalIgnoreCase));
            }
        }
        catch (Exception fault) when (fault is IOException or EndOfStreamException)
        {
            return null;
        }
    }

    public void Dispose() => stream.Dispose();

    private async Task<string> ReadBodyAsync(string head, CancellationToken cancellation)
    {
        if (head.Contains("\r\nTransfer-Encoding: chunked", StringComparison.OrdinalIgnoreCase))
        {
            var text = new StringBuilder();
            while (true)
            {
                var line = Encoding.Latin1.GetString(await ReadToAsync("\r\n"u8.ToArray(), cancellation));
                var size = int.Parse(line.AsSpan(0, line.Length - 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                var chunk = await ReadBytesAsync(size + 2, cancellation);
                if (size == 0)
                {
                    return text.ToString();
                }

                text.Append(Encoding.Latin1.GetString(chunk.AsSpan(0, size)));
            }
        }

        const string Length = "\r\nContent-Length: ";
        var at = head.IndexOf(Length, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? "" : Encoding.Latin1.GetString(await ReadBytesAsync(int.Parse(head.AsSpan(at + Length.Length, head.IndexOf('\r', at + 2) - at - Length.Length), CultureInfo.InvariantCulture), cancellation));
    }

    private async Task<string?> ReadLinesAsync(CancellationToken cancellation)
    {
        try
        {
            return Encoding.Latin1.GetString(await ReadToAsync("\r\n\r\n"u8.ToArray(), cancellation));
        }
        catch (EndOfStreamException)
        {
            return null;
        }
    }

    private async Task<byte[]> ReadToAsync(byte[] mark, CancellationToken cancellation)
    {
        while (true)
        {
            var found = buffer.AsSpan(start, end - start).IndexOf(mark);
            if (found >= 0)
            {
                return await ReadBytesAsync(found + mark.Length, cancellation);
            }

            await FillAsync(cancellation);
        }
    }

    private async Task<byte[]> ReadBytesAsync(int count, CancellationToken cancellation)
    {
        while (end - start < count)
        {
            await FillAsync(cancellation);
        }

        start += count;
        return buffer[(start - count)..start];
    }

    private async Task FillAsync(CancellationToken cancellation)
    {
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
        }

        if (end == buffer.Length)
        {
            Array.Resize(ref buffer, buffer.Length * 2);
        }

        var read = await stream.ReadAsync(buffer.AsMemory(end), cancellation);
        end += read > 0 ? read : throw new EndOfStreamException();
    }
}

/// <param name="Head">Status line and headers.</param>
/// <param name="Closes">The connection is of no more use.</param>
internal sealed record RawAnswer(int Status, string Head, string Body, bool Closes);
