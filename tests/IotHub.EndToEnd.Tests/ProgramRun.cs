using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace IotHub.EndToEnd.Tests;

/// <summary>A program that runs beside the test: what it printed, a way to wait for a line, a signal, an end.</summary>
internal sealed partial class ProgramRun : IAsyncDisposable
{
    public const int SignalKill = 9;
    public const int SignalTerminate = 15;

    private static readonly TimeSpan LineTimeout = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly Lock _lock = new();
    private readonly List<(Func<string, bool> IsWanted, TaskCompletionSource<string> Found)> _waiters = [];

    private ProgramRun(Process process) => _process = process;

    /// <summary>All that was printed so far, errors among the rest.</summary>
    public string Output
    {
        get
        {
            lock (_lock)
            {
                return _output.ToString();
            }
        }
    }

    public int Id => _process.Id;

    public static ProgramRun Start(string program, params ReadOnlySpan<string> arguments) => Start(program, new Dictionary<string, string>(), arguments);

    public static ProgramRun Start(string program, IReadOnlyDictionary<string, string> environment, params ReadOnlySpan<string> arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var run = new ProgramRun(new Process { StartInfo = start, EnableRaisingEvents = true });
        run._process.OutputDataReceived += (_, line) => run.Take(line.Data);
        run._process.ErrorDataReceived += (_, line) => run.Take(line.Data);
        run._process.Start();
        run._process.BeginOutputReadLine();
        run._process.BeginErrorReadLine();
        return run;
    }

    /// <summary>Waits for a line, printed before or after the call.</summary>
    public async Task<string> WaitForLineAsync(string part)
    {
        var found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            var known = _output.ToString().Split('\n').FirstOrDefault(line => line.Contains(part, StringComparison.Ordinal));
            if (known is not null)
            {
                return known;
            }

            _waiters.Add((line => line.Contains(part, StringComparison.Ordinal), found));
        }

        var ended = _process.WaitForExitAsync();
        var first = await Task.WhenAny(found.Task, ended, Task.Delay(LineTimeout, TimeProvider.System));
        if (first != found.Task && !found.Task.IsCompleted)
        {
            throw new InvalidOperationException($"No line with \"{part}\" from {Name}, which {(ended.IsCompleted ? "ended" : "still runs")}:\n{Output}");
        }

        return await found.Task;
    }

    public async Task<int> WaitForExitAsync(TimeSpan timeout)
    {
        using var limit = new CancellationTokenSource(timeout, TimeProvider.System);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{Name} did not end within {timeout}:\n{Output}");
        }

        return _process.ExitCode;
    }

    /// <summary>Asks the program to end and waits for it.</summary>
    public async Task<int> StopAsync(TimeSpan timeout)
    {
        Signal(SignalTerminate);
        return await WaitForExitAsync(timeout);
    }

    public void Signal(int signal) => Assert.Equal(0, Kill(_process.Id, signal));

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private string Name => $"{_process.StartInfo.FileName} {string.Join(' ', _process.StartInfo.ArgumentList.Take(2))}";

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_lock)
        {
            _output.Append(line).Append('\n');
            foreach (var (isWanted, found) in _waiters)
            {
                if (isWanted(line))
                {
                    found.TrySetResult(line);
                }
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int Kill(int process, int signal);
}
