using System.Collections.Immutable;
using IotHub.Automation.Engine.Memory;
using IotHub.Storage.Files;
using IotHub.Storage.Values;

namespace IotHub.Storage.Writer;

/// <summary>What automations must not forget, and since when nobody looked.</summary>
internal sealed class MemoryTable(Database database)
{
    private readonly Statement _save = database.Prepare(
        "INSERT INTO automation_memory VALUES (@id, @memory) ON CONFLICT (id) DO UPDATE SET memory = excluded.memory", "@id", "@memory");

    private readonly Statement _remove = database.Prepare("DELETE FROM automation_memory WHERE id = @id", "@id");

    private readonly Statement _saveAlive = database.Prepare(
        "INSERT INTO meta VALUES ('alive_at', @at) ON CONFLICT (key) DO UPDATE SET value = max(value, excluded.value)", "@at");

    /// <summary>Keeps a memory in place of the one before.</summary>
    public void Save(AutomationMemory memory) => _save.Run(memory.Id, AutomationMemoryJson.Write(memory));

    /// <summary>Forgets an automation's.</summary>
    public void Remove(string id) => _remove.Run(id);

    /// <summary>Keeps these and no others.</summary>
    public void Replace(ImmutableArray<AutomationMemory> memories)
    {
        database.Execute("DELETE FROM automation_memory");
        foreach (var memory in memories)
        {
            Save(memory);
        }
    }

    /// <summary>Keeps that the hub was there at a moment.</summary>
    public void SaveAlive(DateTimeOffset at) => _saveAlive.Run(at.UtcTicks);

    /// <summary>The last such moment; null in a new home.</summary>
    public DateTimeOffset? ReadAlive() =>
        database.Number("SELECT value FROM meta WHERE key = 'alive_at'") is > 0 and var ticks ? Times.FromTicks(ticks) : null;

    /// <summary>All memories, in order of ids.</summary>
    /// <param name="onUnreadable">Told the id of each that cannot be read; it is left out.</param>
    public ImmutableArray<AutomationMemory> Read(Action<string> onUnreadable)
    {
        using var reader = database.Prepared("SELECT id, memory FROM automation_memory ORDER BY id").Read();
        var memories = ImmutableArray.CreateBuilder<AutomationMemory>();
        while (reader.Read())
        {
            if (AutomationMemoryJson.TryRead(reader.GetString(1)) is { } memory)
            {
                memories.Add(memory);
            }
            else
            {
                onUnreadable(reader.GetString(0));
            }
        }

        return memories.ToImmutable();
    }
}
