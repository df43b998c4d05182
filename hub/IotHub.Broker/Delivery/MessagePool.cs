namespace IotHub.Broker.Delivery;

/// <summary>
/// Stored messages that are used again. Two sizes: what a device says (256 bytes with its topic) and what a bridge says (2 KiB); larger ones
/// are rare and left to the garbage collector.
/// </summary>
internal sealed class MessagePool
{
    private readonly Shelf _small = new(256, 4096);
    private readonly Shelf _medium = new(2048, 512);

    /// <summary>A message with room for so many bytes, to be filled.</summary>
    public StoredMessage Rent(int bytes) =>
        bytes <= _small.Capacity ? _small.Rent(this) : bytes <= _medium.Capacity ? _medium.Rent(this) : new StoredMessage(null, bytes);

    public void Return(StoredMessage message) => (message.Capacity == _small.Capacity ? _small : _medium).Return(message);

    private sealed class Shelf(int capacity, int countMax)
    {
        private readonly Lock _lock = new();
        private readonly Stack<StoredMessage> _messages = new();

        public int Capacity => capacity;

        public StoredMessage Rent(MessagePool pool)
        {
            lock (_lock)
            {
                if (_messages.TryPop(out var message))
                {
                    return message;
                }
            }

            return new StoredMessage(pool, capacity);
        }

        public void Return(StoredMessage message)
        {
            lock (_lock)
            {
                if (_messages.Count < countMax)
                {
                    _messages.Push(message);
                }
            }
        }
    }
}
