using IotHub.Contracts.Model;
using IotHub.Runtime.Storing;
using IotHub.Storage.Writer;

namespace IotHub.Storage;

/// <content>History from before it was summed up.</content>
public sealed partial class HubStore
{
    /// <summary>
    /// Sums up history that was written before there were roll-ups, in steps between other writes. Does nothing where all is summed up; stopped or cut off, it goes on the next time.
    /// </summary>
    /// <param name="propertyOf">The property of a device of the home by its address; null where the device or the property is gone.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <exception cref="StoreException">The store cannot be written; what was summed up by then stays so.</exception>
    public async Task SumUpOldAsync(Func<string, string, ContractProperty?> propertyOf, CancellationToken cancellationToken)
    {
        var backlog = new Backlog(_history, _options);
        for (var hasMore = true; hasMore;)
        {
            hasMore = await _gate.EnterAsync(
                () =>
                {
                    var more = false;
                    WriteHistory(() => more = backlog.Step(propertyOf));
                    return more;
                },
                cancellationToken);
        }
    }
}
