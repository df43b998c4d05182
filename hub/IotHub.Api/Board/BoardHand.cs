using System.Collections.Concurrent;

namespace IotHub.Api.Board;

/// <summary>Touches that take a while: a press, a contact that bounces. One at a time for each line or key; whatever ends it, the line is let be as it was.</summary>
internal sealed class BoardHand(TimeProvider time)
{
    // What a contact falls back and forth in, while a press settles.
    private static readonly TimeSpan BounceStep = TimeSpan.FromMilliseconds(1);

    private readonly ConcurrentDictionary<string, bool> _touched = new(StringComparer.Ordinal);

    /// <summary>Puts a line to its other level for a while.</summary>
    /// <returns>False when another touch of it is not over.</returns>
    public Task<bool> PressAsync(ISimulatedBoard board, BoardLineBody line, TimeSpan length, int bounces, CancellationToken cancellationToken) =>
        TouchAsync($"line {line.Offset}", async () =>
        {
            var (name, pressed) = (line.Line, !line.Level);
            try
            {
                await SettleAsync(board, name, pressed, bounces, BounceStep, cancellationToken);
                await Task.Delay(length, time, cancellationToken);
                await SettleAsync(board, name, !pressed, bounces, BounceStep, cancellationToken);
            }
            finally
            {
                board.TryPull(name, line.Pull);
            }
        });

    /// <summary>Puts a line to a level that it falls back from before it settles.</summary>
    /// <returns>False when another touch of it is not over.</returns>
    public Task<bool> BounceAsync(ISimulatedBoard board, BoardLineBody line, bool level, int bounces, TimeSpan length, CancellationToken cancellationToken) =>
        TouchAsync($"line {line.Offset}", async () =>
        {
            try
            {
                await SettleAsync(board, line.Line, level, bounces, length / (2 * bounces), cancellationToken);
            }
            finally
            {
                board.TryPull(line.Line, level);
            }
        });

    /// <summary>Puts a finger on a key for a while.</summary>
    /// <returns>False when another touch of it is not over.</returns>
    public Task<bool> PressKeyAsync(ISimulatedBoard board, BoardControlBody key, TimeSpan length, CancellationToken cancellationToken) =>
        TouchAsync($"key {key.Input} {key.Name}", async () =>
        {
            try
            {
                board.TryPress(key.Input, key.Name, true);
                await Task.Delay(length, time, cancellationToken);
            }
            finally
            {
                board.TryPress(key.Input, key.Name, false);
            }
        });

    private async Task<bool> TouchAsync(string what, Func<Task> work)
    {
        if (!_touched.TryAdd(what, true))
        {
            return false;
        }

        try
        {
            await work();
            return true;
        }
        finally
        {
            _touched.TryRemove(what, out _);
        }
    }

    private async Task SettleAsync(ISimulatedBoard board, string line, bool level, int bounces, TimeSpan step, CancellationToken cancellationToken)
    {
        for (var i = 0; i < bounces; i++)
        {
            board.TryPull(line, level);
            await Task.Delay(step, time, cancellationToken);
            board.TryPull(line, !level);
            await Task.Delay(step, time, cancellationToken);
        }

        board.TryPull(line, level);
    }
}
