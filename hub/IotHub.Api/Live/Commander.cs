using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using IotHub.Api.Confirmation;
using IotHub.Api.Live.Messages;
using IotHub.Contracts.Messages;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.Runtime;
using Microsoft.Extensions.Options;

namespace IotHub.Api.Live;

/// <summary>Checks what clients ask of devices against the contract and gives it to the loop, for sockets and requests alike.</summary>
internal sealed class Commander(LiveFeed feed, HubInbox inbox, CommandLedger ledger, ConfirmationDesk desk, TimeProvider time, IOptions<ApiOptions> options)
{
    /// <summary>Who acts, until people have identities here.</summary>
    public const string Actor = "local";

    public const int ClientIdCharsMax = 64;

    private readonly ApiOptions _options = options.Value;

    /// <summary>
    /// Starts a command, or finds the one with the same id. The fault is null when the loop has taken it, now or before. What a person has to confirm is refused until
    /// the nonce comes with it: every command of a person passes here, so that no client can forget it.
    /// </summary>
    public async Task<(TrackedCommand? Command, CommandFault? Fault)> StartAsync(
        CommandAsk ask, string clientId, string client, LiveClient? owner, CancellationToken cancellationToken)
    {
        if (!TryRead(ask, clientId, out var input, out var fault))
        {
            return (null, fault);
        }

        // A command that was begun was confirmed: its retry after a lost connection does nothing new.
        if (ledger.Find(clientId) is null && Unconfirmed(ask, client, input) is { } unconfirmed)
        {
            return (null, unconfirmed);
        }

        var (command, isNew) = ledger.Begin(clientId, ask.Device, owner);
        if (!isNew)
        {
            return (command, null);
        }

        HubAnswer answer;
        using var patience = new CancellationTokenSource(_options.LoopTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            answer = await inbox.AskAsync(input, InboxLane.Person, either.Token);
        }
        catch (OperationCanceledException)
        {
            answer = HubAnswer.No("hub.busy", "The hub did not answer in time; whether the command was sent is not known.");
        }

        if (answer.Accepted)
        {
            ledger.Accept(command, answer.Id);
            return (command, null);
        }

        var code = answer.ErrorCode ?? "hub.refused";
        fault = Fault(code, answer.Message ?? code, ("device", ask.Device));
        ledger.Refuse(command, fault.Error);
        return (command, fault);
    }

    private CommandFault? Unconfirmed(CommandAsk ask, string client, HubInput.Command input)
    {
        var acts = feed.Home.Devices.TryGetValue(ask.Device, out var view) ? ConfirmedActs.Of(view.Device, input.Set, input.Call) : [];
        if (desk.Ask(client, What(input), ask.Confirm, acts) is not { } confirm)
        {
            return null;
        }

        var fault = Fault(ConfirmationDesk.Code, ConfirmationDesk.Sentence(confirm), ("device", ask.Device));
        return fault with { Error = fault.Error with { Confirm = confirm } };
    }

    // All that would be sent, in one form: the same words in another order are the same command.
    private static string What(HubInput.Command input) => string.Join('\n',
        [input.Device, input.Call?.Key ?? string.Empty, .. input.Set.Concat(input.In).Select(reading => $"{reading.Property.Key}={reading.Value.Kind}:{reading.Value}").Order(StringComparer.Ordinal)]);

    private bool TryRead(CommandAsk ask, string clientId, [NotNullWhen(true)] out HubInput.Command? input, [NotNullWhen(false)] out CommandFault? fault)
    {
        input = null;
        if (!feed.Home.Devices.TryGetValue(ask.Device, out var view))
        {
            fault = Fault("device.unknown", $"There is no device '{ask.Device}'.", ("device", ask.Device));
            return false;
        }

        // Null leaves it to the loop, which has one time for whoever does not say.
        TimeSpan? timeout = ask.TtlMs is { } ttl
            ? TimeSpan.FromTicks(Math.Clamp(TimeSpan.FromMilliseconds(ttl).Ticks, _options.CommandTimeoutMin.Ticks, _options.CommandTimeoutMax.Ticks))
            : null;
        var contract = view.Device.Contract;
        if (ask is { Set.Count: > 0, Call: null, In: null })
        {
            if (!TryReadSet(contract, ask.Set, out var set, out fault))
            {
                return false;
            }

            input = new HubInput.Command(ask.Device, set, null, [], Actor, clientId, timeout);
            return true;
        }

        if (ask is { Set: null, Call: { } call })
        {
            if (!contract.TryGetAction(call, out var action))
            {
                fault = Fault("action.unknown", $"'{ask.Device}' has no action '{call}'.", ("device", ask.Device), ("action", call));
                return false;
            }

            if (!TryReadArguments(action, ask.In, out var arguments, out fault))
            {
                return false;
            }

            input = new HubInput.Command(ask.Device, [], action, arguments, Actor, clientId, timeout);
            return true;
        }

        fault = Fault("command.malformed", "A command has either 'set' with at least one property, or 'call' with an action and perhaps 'in'.");
        return false;
    }

    private static bool TryReadSet(
        DeviceContract contract, IReadOnlyDictionary<string, JsonElement> set, out ImmutableArray<PropertyReading> readings, [NotNullWhen(false)] out CommandFault? fault)
    {
        var all = ImmutableArray.CreateBuilder<PropertyReading>(set.Count);
        readings = [];
        foreach (var (key, json) in set)
        {
            if (!contract.TryGetProperty(key, out var property))
            {
                fault = Fault("property.unknown", $"A {contract.Kind} of this contract has no property '{key}'.", ("property", key));
                return false;
            }

            if (!property.IsWritable)
            {
                fault = Fault("property.not-writable", $"'{key}' cannot be set.", ("property", key));
                return false;
            }

            if (!TryReadValue(property, json, out var reading, out fault))
            {
                return false;
            }

            all.Add(reading);
        }

        readings = all.ToImmutable();
        fault = null;
        return true;
    }

    private static bool TryReadArguments(
        ContractAction action, IReadOnlyDictionary<string, JsonElement>? given, out ImmutableArray<PropertyReading> arguments, [NotNullWhen(false)] out CommandFault? fault)
    {
        var all = ImmutableArray.CreateBuilder<PropertyReading>(action.In.Length);
        arguments = [];
        foreach (var property in action.In)
        {
            if (given is null || !given.TryGetValue(property.Key, out var json))
            {
                fault = Fault("action.wrong-arguments", $"The action '{action.Key}' needs the argument '{property.Key}'.", ("action", action.Key), ("property", property.Key));
                return false;
            }

            if (!TryReadValue(property, json, out var reading, out fault))
            {
                return false;
            }

            all.Add(reading);
        }

        if (given is not null && given.Keys.FirstOrDefault(key => action.In.All(property => property.Key != key)) is { } surplus)
        {
            fault = Fault("action.wrong-arguments", $"The action '{action.Key}' has no argument '{surplus}'.", ("action", action.Key), ("property", surplus));
            return false;
        }

        arguments = all.ToImmutable();
        fault = null;
        return true;
    }

    private static bool TryReadValue(ContractProperty property, JsonElement json, out PropertyReading reading, [NotNullWhen(false)] out CommandFault? fault)
    {
        if (ValueCoercion.TryCoerce(property, json, out var value, out var rejection))
        {
            reading = new PropertyReading(property, value);
            fault = null;
            return true;
        }

        reading = default;
        var code = rejection.Reason == RejectionReason.WrongType ? "value.wrong-type" : "value.out-of-range";
        fault = Fault(code, rejection.Message, ("property", property.Key));
        return false;
    }

    private static CommandFault Fault(string code, string message, params ReadOnlySpan<(string Name, string Value)> args)
    {
        var all = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in args)
        {
            all[name] = value;
        }

        return new CommandFault(new AckError(code, all.ToImmutable()), message);
    }
}
