import java.io.File;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.model.OWLOntologyManager;
import org.semanticweb.owlapi.profiles.OWLProfileViolation;
import org.semanticweb.owlapi.profiles.Profiles;

/** Loads ontology files into one manager; prints the number of axioms and every violation of the OWL 2 DL profile. */
public class OwlProfile {
    public static void main(String[] files) throws Exception {
        OWLOntologyManager manager = OWLManager.createOWLOntologyManager();
        for (String file : files) {
            manager.loadOntologyFromOntologyDocument(new File(file));
        }
        for (OWLOntology ontology : (Iterable<OWLOntology>) manager.ontologies()::iterator) {
            System.out.println("axioms\t" + ontology.getAxiomCount());
            for (OWLProfileViolation violation : Profiles.OWL2_DL.checkOntology(ontology).getViolations()) {
                System.out.println("violation\t" + violation);
            }
        }
    }
}
