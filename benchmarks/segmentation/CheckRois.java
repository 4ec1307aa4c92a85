import ij.ImagePlus;
import ij.gui.Roi;
import ij.io.Opener;
import ij.io.RoiDecoder;
import ij.process.ImageProcessor;
import ij.process.ImageStatistics;
import java.io.FileInputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Whether ImageJ itself sees the cells of NAME_labels.tif in NAME_rois.zip: as many regions, each filled with exactly the pixels of
 * its id, with the area that ImageJ measures. Needs ImageJ (on Debian: apt-get install imagej) and a JDK, and no display:
 *
 *     java -Djava.awt.headless=true -cp /usr/share/java/ij.jar benchmarks/segmentation/CheckRois.java FOLDER/NAME_labels.tif ...
 *
 * Ends with 1 where it does not.
 */
public class CheckRois {
    public static void main(String[] paths) throws Exception {
        boolean isWrong = paths.length == 0;
        for (String path : paths) {
            String problem = check(path);
            if (problem != null) {
                System.out.println(path + ": " + problem);
                isWrong = true;
            }
        }
        System.exit(isWrong ? 1 : 0);
    }

    private static String check(String path) throws Exception {
        ImagePlus labels = new Opener().openImage(path);
        ImageProcessor pixels = labels.getProcessor();
        Map<Integer, Integer> areas = new HashMap<>();
        for (int y = 0; y < pixels.getHeight(); y++) {
            for (int x = 0; x < pixels.getWidth(); x++) {
                int id = (int) pixels.getf(x, y);
                if (id != 0)
                    areas.merge(id, 1, Integer::sum);
            }
        }
        labels.getCalibration().pixelWidth = labels.getCalibration().pixelHeight = 1;
        int regions = 0;
        Map<Integer, Integer> types = new HashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new FileInputStream(path.replace("_labels.tif", "_rois.zip")))) {
            for (ZipEntry entry; (entry = zip.getNextEntry()) != null; regions++) {
                Roi roi = new RoiDecoder(zip.readAllBytes(), entry.getName()).getRoi();
                types.merge(roi.getType(), 1, Integer::sum);
                int id = Integer.parseInt(entry.getName().replace(".roi", "")), area = 0;
                for (java.awt.Point point : roi.getContainedPoints()) {
                    if ((int) pixels.getf(point.x, point.y) != id)
                        return "region " + id + " has the pixel " + point.x + ", " + point.y + " of another";
                    area++;
                }
                labels.setRoi(roi);
                ImageStatistics statistics = labels.getStatistics(ImageStatistics.AREA + ImageStatistics.MIN_MAX);
                if (area != areas.get(id) || statistics.pixelCount != area || statistics.area != area)
                    return "region " + id + " has " + area + " pixels, measured " + statistics.area + ", and not " + areas.get(id);
            }
        }
        if (regions != areas.size())
            return regions + " regions for " + areas.size() + " cells";
        System.out.println(path + ": " + regions + " regions have the pixels of the cells; by type " + types);
        return null;
    }
}
