import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.neo4j.dbms.api.DatabaseManagementService;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;
import org.neo4j.graphdb.Result;
import org.neo4j.graphdb.Transaction;

/** Opens the database that the import tool made and prints the rows of a Cypher query, tab-separated. */
public class ReadNeo4j {
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        DatabaseManagementService service = new DatabaseManagementServiceBuilder(Path.of(arguments[0])).build();
        try (Transaction transaction = service.database("neo4j").beginTx(); Result result = transaction.execute(arguments[1])) {
            while (result.hasNext()) {
                var row = result.next();
                out.println(String.join("\t", result.columns().stream().map(name -> String.valueOf(row.get(name))).toList()));
            }
        } finally {
            service.shutdown();
        }
        System.exit(0);
    }
}
