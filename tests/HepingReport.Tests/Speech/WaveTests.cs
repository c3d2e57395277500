using System.Buffers.Binary;
using System.Text;
using HepingReport.Speech;

namespace HepingReport.Tests;

/// <summary>Sound files as engines write them, whole and broken.</summary>
public sealed class WaveTests
{
    private const int Rate = 8000;

    [Fact]
    public void A_sound_is_as_long_as_its_samples_say() => Assert.Equal(0.5, Wave.Read(File(new byte[Rate]))!.Seconds);

    [Fact]
    public void Joined_sounds_follow_one_another()
    {
        var first = Wave.Read(File([1, 0, 2, 0]))!;
        var second = Wave.Read(File([3, 0]))!;

        var joined = Wave.Read(Wave.Join([first, second]))!;

        Assert.Equal([1, 0, 2, 0, 3, 0], joined.Samples.ToArray());
        Assert.Equal(first.Format.ToArray(), joined.Format.ToArray());
    }

    [Fact]
    public void Sounds_of_different_rates_are_not_joined() =>
        Assert.Null(Wave.Join([Wave.Read(File([1, 0]))!, Wave.Read(File([1, 0], rate: 16000))!]));

    [Fact]
    public void Silence_is_as_long_as_asked_and_ends_with_a_whole_sample()
    {
        var silence = Wave.Read(File([1, 0]))!.Silence(0.10001);

        Assert.Equal(1600, silence.Samples.Length);
        Assert.All(silence.Samples.ToArray(), sample => Assert.Equal(0, sample));
    }

    [Fact]
    public void An_open_length_as_written_to_a_pipe_means_the_rest_of_the_file()
    {
        var file = File([1, 0, 2, 0]);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(40), uint.MaxValue);

        Assert.Equal([1, 0, 2, 0], Wave.Read(file)!.Samples.ToArray());
    }

    [Fact]
    public void Other_chunks_are_passed_over()
    {
        var file = File([1, 0]);
        byte[] withList = [.. file.AsSpan(0, 36), .. "LIST"u8, 3, 0, 0, 0, 9, 9, 9, 0, .. file.AsSpan(36)];

        Assert.Equal([1, 0], Wave.Read(withList)!.Samples.ToArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a sound at all")]
    [InlineData("RIFF....WAVEdata")]
    public void What_is_no_sound_is_none(string text) => Assert.Null(Wave.Read(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void A_sound_cut_off_anywhere_is_none_or_shorter_and_never_a_fault()
    {
        var file = File(new byte[32]);

        Assert.All(Enumerable.Range(0, file.Length), length => Assert.True(Wave.Read(file.AsMemory(0, length)) is null or { Samples.Length: < 32 }));
    }

    [Fact]
    public void Compressed_sound_is_none()
    {
        var file = File([1, 0]);
        file[20] = 85;

        Assert.Null(Wave.Read(file));
    }

    private static byte[] File(byte[] samples, int rate = Rate)
    {
        var file = new byte[44 + samples.Length];
        var at = file.AsSpan();
        "RIFF"u8.CopyTo(at);
        BinaryPrimitives.WriteInt32LittleEndian(at[4..], file.Length - 8);
        "WAVEfmt "u8.CopyTo(at[8..]);
        at[16] = 16;
        at[20] = 1;
        at[22] = 1;
        BinaryPrimitives.WriteInt32LittleEndian(at[24..], rate);
        BinaryPrimitives.WriteInt32LittleEndian(at[28..], rate * 2);
        at[32] = 2;
        at[34] = 16;
        "data"u8.CopyTo(at[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(at[40..], samples.Length);
        samples.CopyTo(at[44..]);
        return file;
    }
}
