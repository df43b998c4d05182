using System.Globalization;
using System.Text;
using IotHub.Contracts.Values;
using IotHub.Devices.Commands;
using IotHub.Storage.Files;

namespace IotHub.Storage.Writer;

/// <summary>The statements of <c>command</c> and <c>effect</c>: what was asked of devices, what became of it, and which changes followed from it.</summary>
internal sealed class CommandTable
{
    // A scene that sets every property of a large device takes some hundred characters.
    private const int AskedLengthMax = 1_000;

    private readonly Database _database;
    private readonly Statement _add;
    private readonly Statement _attempt;
    private readonly Statement _end;
    private readonly Statement _addEffect;
    private readonly Statement _dropOld;
    private readonly int _commandsMax;

    public CommandTable(Database database, StorageOptions options)
    {
        _database = database;
        _commandsMax = options.CommandsMax;
        _add = database.Prepare(
            "INSERT INTO command (id, device, action, asked, cause, parent, root, hops, origin, by, sent_at, attempts, ended_at, outcome, error, code) " +
            "VALUES (@id, @device, @action, @asked, @cause, @parent, @root, @hops, @origin, @by, @sent, @attempts, @ended, @outcome, @error, @code)",
            "@id", "@device", "@action", "@asked", "@cause", "@parent", "@root", "@hops", "@origin", "@by", "@sent", "@attempts", "@ended", "@outcome", "@error", "@code");
        _attempt = database.Prepare("UPDATE command SET attempts = max(attempts, @attempts) WHERE id = @id", "@id", "@attempts");
        _end = database.Prepare(
            "UPDATE command SET ended_at = @ended, outcome = @outcome, error = @error, code = @code WHERE id = @id", "@id", "@ended", "@outcome", "@error", "@code");
        _addEffect = database.Prepare("INSERT INTO effect VALUES (@cause, @command) ON CONFLICT (cause) DO NOTHING", "@cause", "@command");
        _dropOld = database.Prepare("DELETE FROM command WHERE seq <= (SELECT max(seq) FROM command) - @keep", "@keep");
    }

    /// <summary>A command's id as a number. The loop makes ids from the sequence of causes, so each is one.</summary>
    public static long NumberOf(string id) => long.Parse(id, NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>Notes a message that went out, or that waits to go out, with 0 attempts.</summary>
    public void Save(DeviceCommand command, int attempts)
    {
        if (_attempt.Run(NumberOf(command.Id), (long)attempts) == 0)
        {
            Add(command, attempts, null);
        }
    }

    public void Save(CommandEnd end)
    {
        var id = NumberOf(end.Command.Id);
        if (_end.Run(id, end.At.UtcTicks, (long)end.Outcome, end.ErrorCode, (long?)end.DeviceCode) == 0)
        {
            Add(end.Command, 0, end);
        }
    }

    /// <summary>Notes that a change followed from a command.</summary>
    public void AddEffect(long cause, string command) => _addEffect.Run(cause, NumberOf(command));

    /// <summary>Keeps the number of commands within its bound.</summary>
    public void DropOld()
    {
        if (_dropOld.Run((long)_commandsMax) > 0)
        {
            DropEffects();
        }
    }

    /// <summary>Deletes the oldest commands up to a moment.</summary>
    /// <returns>How many went.</returns>
    public int DropUpTo(long cut, int rowsMax)
    {
        var rows = _database.Prepared(
            "DELETE FROM command WHERE seq IN (SELECT seq FROM command WHERE sent_at <= @cut ORDER BY sent_at LIMIT @rows)", "@cut", "@rows").Run(cut, (long)rowsMax);
        if (rows > 0)
        {
            KnowSince(cut + 1);
            DropEffects();
        }

        return rows;
    }

    /// <summary>Of changes before this moment it is not known whether they followed from a command.</summary>
    public void KnowSince(DateTimeOffset at) => KnowSince(at.UtcTicks);

    /// <summary>Forgets the commands to a device whose history is erased.</summary>
    public void Erase(string device) => _database.Prepared("DELETE FROM command WHERE device = @device", "@device").Run(device);

    // A change comes after its command, and its id too: below the oldest command there is nothing left to point to.
    private void DropEffects()
    {
        _database.Prepared("DELETE FROM effect WHERE cause < (SELECT coalesce(min(id), 9223372036854775807) FROM command)").Run();
        _database.Prepared("UPDATE traced SET since = max(since, coalesce((SELECT min(sent_at) FROM command), 0))").Run();
    }

    private void KnowSince(long at) => _database.Prepared("UPDATE traced SET since = max(since, @at)", "@at").Run(at);

    private void Add(DeviceCommand command, int attempts, CommandEnd? end) => _add.Run(
        NumberOf(command.Id),
        command.Device.Name,
        command.Call?.Key,
        Asked(command),
        command.Cause.Id,
        command.Cause.ParentId,
        command.Cause.RootId,
        (long)command.Cause.Hops,
        (long)command.Cause.Origin,
        command.Cause.By,
        command.SentAt.UtcTicks,
        (long)attempts,
        end?.At.UtcTicks,
        (long?)end?.Outcome,
        end?.ErrorCode,
        (long?)end?.DeviceCode);

    private static string Asked(DeviceCommand command)
    {
        var text = new StringBuilder();
        foreach (var reading in command.Call is null ? command.Set : command.In)
        {
            var value = reading.Value.Kind == PropertyValueKind.Text ? $"\"{reading.Value.AsText}\"" : reading.Value.ToString();
            text.Append(text.Length > 0 ? ", " : string.Empty).Append(reading.Property.Key).Append(" = ").Append(value);
            if (text.Length > AskedLengthMax)
            {
                // Not in the middle of a character.
                text.Length = char.IsHighSurrogate(text[AskedLengthMax - 2]) ? AskedLengthMax - 2 : AskedLengthMax - 1;
                return text.Append('…').ToString();
            }
        }

        return text.ToString();
    }
}
