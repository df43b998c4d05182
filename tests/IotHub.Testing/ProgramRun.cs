using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace IotHub.Testing;

/// <summary>A program that runs beside the test: what it printed, a way to wait for a line, a signal, an end.</summary>
public sealed partial class ProgramRun : IAsyncDisposable
{
    /// <summary>SIGKILL.</summary>
    public const int SignalKill = 9;

    /// <summary>SIGTERM.</summary>
    public const int SignalTerminate = 15;

    private static readonly TimeSpan LineTimeout = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly Lock _lock = new();
    private int _lineCount;
    private readonly List<(Func<string, bool> IsWanted, TaskCompletionSource<string> Found)> _waiters = [];

    private readonly Action<string>? _lineRead;

    private ProgramRun(Process process, Action<string>? lineRead)
    {
        _process = process;
        _lineRead = lineRead;
    }

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

    /// <summary>How many lines were printed so far.</summary>
    public int LineCount
    {
        get
        {
            lock (_lock)
            {
                return _lineCount;
            }
        }
    }

    /// <summary>Number of the process.</summary>
    public int Id => _process.Id;

    /// <summary>Starts a program, which is found in PATH.</summary>
    public static ProgramRun Start(string program, params ReadOnlySpan<string> arguments) => Start(program, new Dictionary<string, string>(), arguments);

    /// <summary>Starts a program with additions to the environment.</summary>
    public static ProgramRun Start(string program, IReadOnlyDictionary<string, string> environment, params ReadOnlySpan<string> arguments) =>
        Start(program, environment, null, arguments);

    /// <summary>Starts a program whose lines are handed on as they come; on a thread of the pool, in order.</summary>
    public static ProgramRun Start(string program, IReadOnlyDictionary<string, string> environment, Action<string>? lineRead, params ReadOnlySpan<string> arguments)
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

        var run = new ProgramRun(new Process { StartInfo = start, EnableRaisingEvents = true }, lineRead);
        run._process.OutputDataReceived += (_, line) => run.Take(line.Data);
        run._process.ErrorDataReceived += (_, line) => run.Take(line.Data);
        run._process.Start();
        run._process.BeginOutputReadLine();
        run._process.BeginErrorReadLine();
        return run;
    }

    /// <summary>Writes a line to the program's standard input.</summary>
    public async Task WriteLineAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Ends the program's standard input.</summary>
    public void CloseInput() => _process.StandardInput.Close();

    /// <summary>Waits for a line, printed before or after the call, but not among the first so many.</summary>
    public async Task<string> WaitForLineAsync(string part, int afterLines = 0)
    {
        var found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            var known = _output.ToString().Split('\n').Skip(afterLines).FirstOrDefault(line => line.Contains(part, StringComparison.Ordinal));
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

    /// <summary>Waits for the end of the program and gives its exit code.</summary>
    /// <exception cref="TimeoutException">It still runs.</exception>
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

    /// <summary>Sends a signal.</summary>
    /// <exception cref="InvalidOperationException">The program has ended.</exception>
    public void Signal(int signal)
    {
        if (Kill(_process.Id, signal) != 0)
        {
            throw new InvalidOperationException($"{Name} cannot be sent signal {signal}; has it ended?\n{Output}");
        }
    }

    /// <summary>Ends the program and all that it started.</summary>
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
            _lineCount++;
            foreach (var (isWanted, found) in _waiters)
            {
                if (isWanted(line))
                {
                    found.TrySetResult(line);
                }
            }
        }

        _lineRead?.Invoke(line);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int Kill(int process, int signal);
}
