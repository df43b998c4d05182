using System.Diagnostics.CodeAnalysis;
using IotHub.Runtime.Storing;
using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace IotHub.Storage.Files;

/// <summary>One open database file: the connection, its statements and its transactions. Used by one thread at a time.</summary>
internal sealed class Database : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly List<Statement> _statements = [];
    private readonly Dictionary<string, Statement> _seldom = new(StringComparer.Ordinal);

    public Database(string path, SqliteConnection connection)
    {
        Path = path;
        _connection = connection;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Called before each statement and each commit; what it throws is taken for what SQLite said. The seam for injected faults.</summary>
    public Action<string>? BeforeStatement { get; set; }

    /// <summary>Prepares a statement that lives as long as the database.</summary>
    public Statement Prepare(string sql, params string[] parameters)
    {
        var statement = new Statement(this, Command(sql), parameters);
        _statements.Add(statement);
        return statement;
    }

    /// <summary>A statement that is needed seldom: prepared at its first use and kept.</summary>
    public Statement Prepared(string sql, params string[] parameters)
    {
        if (!_seldom.TryGetValue(sql, out var statement))
        {
            statement = Prepare(sql, parameters);
            _seldom.Add(sql, statement);
        }

        return statement;
    }

    /// <summary>Runs statements that need no parameter.</summary>
    public void Execute(string sql)
    {
        BeforeStatement?.Invoke(sql);
        using var command = Command(sql);
        command.ExecuteNonQuery();
    }

    /// <summary>Runs a query for one whole number; 0 where it has none.</summary>
    public long Number(string sql)
    {
        using var command = Command(sql);
        return command.ExecuteScalar() is long number ? number : 0;
    }

    /// <summary>Runs a query for one text; empty where it has none.</summary>
    public string Text(string sql)
    {
        using var command = Command(sql);
        return command.ExecuteScalar() as string ?? string.Empty;
    }

    /// <summary>Does work as one transaction: all of it is kept, or none.</summary>
    /// <exception cref="StoreException">It was rolled back.</exception>
    public void InTransaction(Action work)
    {
        try
        {
            InTransactionRaw(work);
        }
        catch (SqliteException error)
        {
            throw StoreFault.From(Path, error);
        }
    }

    /// <summary>As <see cref="InTransaction"/>, but lets SQLite's own exception through, for callers that can mend some of them.</summary>
    /// <exception cref="SqliteException">It was rolled back.</exception>
    public void InTransactionRaw(Action work)
    {
        Execute("BEGIN IMMEDIATE");
        try
        {
            work();
            Execute("COMMIT");
        }
        catch
        {
            Rollback();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var statement in _statements)
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }

    private void Rollback()
    {
        // SQLite has rolled back by itself after some errors (full disk, I/O); asking again would be an error of its own and hide the first.
        if (sqlite3_get_autocommit(_connection.Handle!) == 0)
        {
            using var command = Command("ROLLBACK");
            command.ExecuteNonQuery();
        }
    }

    [SuppressMessage("Security", "CA2100", Justification = "All SQL of this component is constant text; values go in as parameters.")]
    private SqliteCommand Command(string sql)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }
}
