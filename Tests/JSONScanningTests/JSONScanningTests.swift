import JSONScanning
import Testing
