using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using IotHub.Contracts.Model;
using IotHub.DeviceSim.Certification;

namespace IotHub.DeviceSim.Cli;

/// <summary>A device that is a program on this machine, or one that a program switches: it runs as long as the command runs.</summary>
/// <param name="commandLine">What the shell runs; the shell is replaced by it, so that signals reach it.</param>
internal sealed class ProcessControl(string commandLine) : IDeviceControl, IDisposable
{
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(10);

    private Process? _process;

    public string Name => $"run by {commandLine}";

    public Task<bool> StartAsync(CancellationToken cancellationToken)
    {
        if (_process is { HasExited: false })
        {
            return Task.FromResult(true);
        }

        _process?.Dispose();
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add($"exec {commandLine}");
        try
        {
            _process = Process.Start(start);
        }
        catch (Win32Exception exception)
        {
            throw new SimulationException($"--run cannot start \"{commandLine}\": {exception.Message}", exception);
        }

        return Task.FromResult(_process is not null);
    }

    public async Task<bool> StopAsync(CancellationToken cancellationToken)
    {
        if (_process is not { HasExited: false })
        {
            return false;
        }

        // A process that ended in between is ended: that is what was wanted.
        AskToEnd(_process.Id);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var over = Task.Delay(StopTime, TimeProvider.System, limit.Token);
        await Task.WhenAny(_process.WaitForExitAsync(limit.Token), over);
        await limit.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        if (!_process.HasExited)
        {
            await CutAsync(cancellationToken);
        }

        return true;
    }

    public async Task<bool> CutAsync(CancellationToken cancellationToken)
    {
        if (_process is not { HasExited: false })
        {
            return false;
        }

        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(cancellationToken);
        return true;
    }

    public Task<bool> TriggerAsync(ContractEvent deviceEvent, CancellationToken cancellationToken) => Task.FromResult(false);

    /// <summary>Ends the device: it ran for the certification only.</summary>
    public void Dispose()
    {
        if (_process is { HasExited: false })
        {
            AskToEnd(_process.Id);
            if (!_process.WaitForExit(StopTime))
            {
                _process.Kill(entireProcessTree: true);
            }
        }

        _process?.Dispose();
    }

    // The framework can kill a process and cannot ask it to end; the shell can.
    private static void AskToEnd(int id)
    {
        using var kill = Process.Start("/bin/sh", ["-c", string.Create(CultureInfo.InvariantCulture, $"kill -TERM {id}")]);
        kill.WaitForExit();
    }
}
