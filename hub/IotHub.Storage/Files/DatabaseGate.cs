using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace IotHub.Storage.Files;

/// <summary>Lets one piece of work at a time at a database, and none after it is closed. What SQLite throws becomes a fault of the store.</summary>
/// <param name="place">The file or folder that a fault names.</param>
/// <param name="owner">Who a late caller is told is gone.</param>
[SuppressMessage("Design", "CA1001", Justification = "Late callers may still wait at the semaphore; without a wait handle it holds nothing to free.")]
internal sealed class DatabaseGate(string place, object owner)
{
    private readonly SemaphoreSlim _turn = new(1);

    private bool _isClosed;

    /// <summary>Does a piece of work when it is its turn.</summary>
    /// <exception cref="ObjectDisposedException">The gate is closed.</exception>
    /// <exception cref="Runtime.Storing.StoreException">The database cannot be used.</exception>
    public async ValueTask<T> EnterAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(_isClosed, owner);
            return work();
        }
        catch (SqliteException error)
        {
            throw StoreFault.From(place, error);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Closes for good, after the work that is under way; what is behind the gate is closed once, however often this is called.</summary>
    public async ValueTask CloseAsync(Func<ValueTask> close)
    {
        await _turn.WaitAsync();
        try
        {
            if (!_isClosed)
            {
                _isClosed = true;
                await close();
            }
        }
        finally
        {
            _turn.Release();
        }
    }
}
