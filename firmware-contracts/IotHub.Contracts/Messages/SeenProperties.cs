using IotHub.Contracts.Model;

namespace IotHub.Contracts.Messages;

/// <summary>One bit a property: was it named before? On the stack for contracts of ordinary size.</summary>
internal readonly ref struct SeenProperties
{
    /// <summary>Words that the caller lends: enough for 512 properties.</summary>
    public const int StackWords = 8;

    private readonly Span<ulong> _words;

    public SeenProperties(DeviceContract contract, Span<ulong> lent)
    {
        var needed = (contract.Properties.Length + 63) / 64;
        _words = needed <= lent.Length ? lent : new ulong[needed];
        _words.Clear();
    }

    /// <summary>False when it was there already.</summary>
    public bool Add(ContractProperty property)
    {
        ref var word = ref _words[property.Index / 64];
        var bit = 1UL << (property.Index % 64);
        var isNew = (word & bit) == 0;
        word |= bit;
        return isNew;
    }
}
