using System.Collections.Immutable;
using IotHub.Api.Live.Messages;
using IotHub.Devices.Commands;
using Microsoft.Extensions.Options;

namespace IotHub.Api.Live;

/// <summary>
/// Remembers the commands that clients sent: a retry after a lost connection finds its command again and is not done twice, and only who
/// sent a command hears of its end. Bounded in time and number; the oldest are forgotten first.
/// </summary>
internal sealed class CommandLedger(TimeProvider time, IOptions<ApiOptions> options)
{
    private readonly ApiOptions _options = options.Value;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, TrackedCommand> _commands = new(StringComparer.Ordinal);
    private readonly Queue<TrackedCommand> _order = new();

    /// <summary>Begins a command, or finds the one with this id; then its owner is now this client, which is told how the command stands.</summary>
    public (TrackedCommand Command, bool IsNew) Begin(string clientId, string device, LiveClient? owner)
    {
        lock (_gate)
        {
            Forget();
            if (_commands.TryGetValue(clientId, out var known))
            {
                if (owner is not null)
                {
                    known.Owner = owner;
                    Tell(known);
                }

                return (known, false);
            }

            var command = new TrackedCommand(clientId, device, time.GetUtcNow()) { Owner = owner };
            _commands.Add(clientId, command);
            _order.Enqueue(command);
            return (command, true);
        }
    }

    /// <summary>Finds a command that is still remembered.</summary>
    public TrackedCommand? Find(string clientId)
    {
        lock (_gate)
        {
            Forget();
            return _commands.GetValueOrDefault(clientId);
        }
    }

    /// <summary>The loop took the command. Its end may already have come: the feed runs beside the answer.</summary>
    public void Accept(TrackedCommand command, string? hubId)
    {
        lock (_gate)
        {
            command.HubId = hubId;
            if (command.Status == CommandStatus.Asked)
            {
                command.Status = CommandStatus.Accepted;
                Tell(command);
            }
        }
    }

    /// <summary>The command was refused before it was sent.</summary>
    public void Refuse(TrackedCommand command, AckError error)
    {
        lock (_gate)
        {
            Finish(command, CommandStatus.Failed, error);
        }
    }

    /// <summary>A command ended; one that no client sent, or that is forgotten, is passed over.</summary>
    public void End(CommandEnd end)
    {
        lock (_gate)
        {
            if (end.Command.ClientId is not { } clientId || !_commands.TryGetValue(clientId, out var command))
            {
                return;
            }

            if (command.Status == CommandStatus.Asked)
            {
                command.HubId = end.Command.Id;
                command.Status = CommandStatus.Accepted;
                Tell(command);
            }

            var status = end.Outcome switch
            {
                CommandOutcome.Confirmed => CommandStatus.Confirmed,
                CommandOutcome.TimedOut => CommandStatus.Expired,
                _ => CommandStatus.Failed,
            };
            Finish(command, status, status == CommandStatus.Confirmed ? null : Error(end));
        }
    }

    /// <summary>Outputs were lost, and ends may be among them: nobody is left waiting, and nobody is told a success that is not known.</summary>
    public void LoseTrack()
    {
        lock (_gate)
        {
            foreach (var command in _order)
            {
                if (command.Status == CommandStatus.Accepted)
                {
                    Finish(command, CommandStatus.Failed, new AckError("hub.outcome-unknown", ImmutableDictionary<string, string>.Empty));
                }
            }
        }
    }

    private static AckError Error(CommandEnd end)
    {
        var args = ImmutableSortedDictionary<string, string>.Empty.Add("device", end.Command.Device.Name);
        if (end.DeviceCode is { } code)
        {
            args = args.Add("deviceCode", code.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        if (!end.Codes.IsEmpty)
        {
            args = args.Add("property", string.Join(", ", end.Codes.Select(refused => refused.Property.Key)));
        }

        return new AckError(end.ErrorCode ?? "device.rejected", args);
    }

    private static void Finish(TrackedCommand command, CommandStatus status, AckError? error)
    {
        if (command.Status is CommandStatus.Asked or CommandStatus.Accepted)
        {
            command.Status = status;
            command.Error = error;
            Tell(command);
            command.Ended.TrySetResult();
        }
    }

    private static void Tell(TrackedCommand command)
    {
        if (command.Status != CommandStatus.Asked)
        {
            command.Owner?.Offer("ack", LiveJson.Write(new AckMessage(command.ClientId, StatusText(command.Status), command.Error)));
        }
    }

    internal static string StatusText(CommandStatus status) => status switch
    {
        CommandStatus.Confirmed => "confirmed",
        CommandStatus.Failed => "failed",
        CommandStatus.Expired => "expired",
        _ => "accepted",
    };

    private void Forget()
    {
        var oldest = time.GetUtcNow() - _options.CommandMemory;
        while (_order.TryPeek(out var command) && (command.At <= oldest || _order.Count >= _options.CommandsRememberedMax))
        {
            _commands.Remove(command.ClientId);
            _order.Dequeue();
        }
    }
}
