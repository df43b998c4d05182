using System.Collections.Immutable;
using IotHub.Runtime.Replacement;
using IotHub.Storage.Files;
using IotHub.Storage.Values;

namespace IotHub.Storage.Writer;

/// <summary>The statements of <c>previous_binding</c> in <c>hub.db</c>.</summary>
internal sealed class BindingTable(Database database)
{
    private readonly Statement _save = database.Prepare(
        "INSERT INTO previous_binding VALUES (@device, @did, @contract, @firmware, @maker, @at, @by) ON CONFLICT (device) DO UPDATE SET did = excluded.did, " +
        "contract_type = excluded.contract_type, firmware = excluded.firmware, maker = excluded.maker, replaced_at = excluded.replaced_at, replaced_by = excluded.replaced_by",
        "@device", "@did", "@contract", "@firmware", "@maker", "@at", "@by");

    private readonly Statement _remove = database.Prepare("DELETE FROM previous_binding WHERE device = @device", "@device");

    public void Save(PreviousBinding binding) => _save.Run(
        binding.Device, binding.Did, binding.ContractType, binding.Firmware, binding.Maker, binding.ReplacedAt.UtcTicks, binding.By);

    /// <summary>Makes the table what it should be.</summary>
    public void Save(IReadOnlyCollection<PreviousBinding> bindings)
    {
        foreach (var gone in Read().Select(binding => binding.Device).Except(bindings.Select(binding => binding.Device), StringComparer.Ordinal))
        {
            Remove(gone);
        }

        foreach (var binding in bindings)
        {
            Save(binding);
        }
    }

    public void Remove(string device) => _remove.Run(device);

    /// <summary>All, in order of names.</summary>
    public ImmutableArray<PreviousBinding> Read()
    {
        using var reader = database.Prepared("SELECT device, did, contract_type, firmware, maker, replaced_at, replaced_by FROM previous_binding ORDER BY device").Read();
        var bindings = ImmutableArray.CreateBuilder<PreviousBinding>();
        while (reader.Read())
        {
            bindings.Add(new PreviousBinding(
                reader.GetString(0),
                reader.GetString(1),
                reader.GetString(2),
                reader.IsDBNull(3) ? null : reader.GetString(3),
                reader.IsDBNull(4) ? null : reader.GetString(4),
                Times.FromTicks(reader.GetInt64(5)),
                reader.GetString(6)));
        }

        return bindings.ToImmutable();
    }
}
