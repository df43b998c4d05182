using IotHub.Testing;

namespace IotHub.Interop.Tests.Peers;

/// <summary>Debian's Mosquitto with a configuration of the test's.</summary>
internal sealed class MosquittoBroker : IAsyncDisposable
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(10);
    private readonly TemporaryFolder _folder = new();
    private readonly string _configuration;
    private ProgramRun _run;

    private MosquittoBroker(int port, int tlsPort, string more, TestCertificate? certificate, string moreTls)
    {
        Port = port;
        TlsPort = tlsPort;
        var tls = certificate is null
            ? ""
            : $"listener {tlsPort} 127.0.0.1\ncertfile {certificate.Certificate}\nkeyfile {certificate.Key}\n{moreTls}\n";

        // user root: as any other user it could not read the folder when the tests run as root; for others the line has no meaning.
        _configuration = _folder.Write("mosquitto.conf", $"""
            user root
            allow_anonymous true
            persistence true
            persistence_location {_folder.At()}/
            log_type all
            log_dest stdout
            listener {port} 127.0.0.1
            {tls}
            {more}
            """);
        _run = StartProgram();
    }

    public int Port { get; }

    public int TlsPort { get; }

    public ProgramRun Run => _run;

    /// <summary>Starts a broker and waits until it listens.</summary>
    /// <param name="more">Further lines of the configuration; some stand for all listeners, and some for the last.</param>
    /// <param name="certificate">Null for no TLS.</param>
    /// <param name="moreTls">Further lines for the listener with TLS.</param>
    public static async Task<MosquittoBroker> StartAsync(string more = "", TestCertificate? certificate = null, string moreTls = "")
    {
        var ports = FreePort.Take(2);
        var broker = new MosquittoBroker(ports[0], ports[1], more, certificate, moreTls);
        try
        {
            await broker.WaitRunningAsync();
            return broker;
        }
        catch
        {
            await broker.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the broker, which keeps sessions and retained messages.</summary>
    public async Task StopAsync() => Assert.Equal(0, await _run.StopAsync(StopTimeout));

    /// <summary>Starts it again after <see cref="StopAsync"/>, on the same port.</summary>
    public async Task StartAgainAsync()
    {
        await _run.DisposeAsync();
        _run = StartProgram();
        await WaitRunningAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _run.DisposeAsync();
        _folder.Dispose();
    }

    private Task<string> WaitRunningAsync() => _run.WaitForLineAsync(" running");

    private ProgramRun StartProgram() => ProgramRun.Start("stdbuf", "-oL", Peers.MosquittoProgram, "-c", _configuration);
}
