package io.kaiye.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns protobuf messages into values of this room. One use, one thread. */
final class OnnxReader {
    private final TensorReader tensors;

    OnnxReader(ModelFolder folder) {
        this.tensors = new TensorReader(folder);
    }

    Graph graph(ModelProto model) throws IOException {
        if (!model.hasGraph()) {
            throw Refusal.corrupt("there is no graph in it");
        }
        if (model.getFunctionsCount() > 0) {
            throw Refusal.unsupported(
                    "it defines functions of its own", "Export it with functions inlined.");
        }
        if (model.getTrainingInfoCount() > 0) {
            throw Refusal.unsupported(
                    "it carries training information", "Export it for inference.");
        }
        Map<String, Long> opsets = new LinkedHashMap<>();
        for (OperatorSetIdProto opset : model.getOpsetImportList()) {
            String domain = opset.getDomain().equals("ai.onnx") ? "" : opset.getDomain();
            if (opsets.put(domain, opset.getVersion()) != null) {
                throw Refusal.corrupt("the opset of " + Refusal.shown(domain) + " is given twice");
            }
        }
        return new Graph(
                model.getIrVersion(),
                opsets,
                model.getProducerName(),
                entries(model.getMetadataPropsList()),
                body(model.getGraph()));
    }

    private Body body(GraphProto graph) throws IOException {
        if (graph.getSparseInitializerCount() > 0) {
            throw Refusal.unsupported("it has sparse weights", "Export it with dense weights.");
        }
        Map<String, Tensor> initializers = new LinkedHashMap<>();
        for (TensorProto proto : graph.getInitializerList()) {
            if (proto.getName().isEmpty()) {
                throw Refusal.corrupt("an initializer has no name");
            }
            if (initializers.put(proto.getName(), tensors.tensor(proto)) != null) {
                throw Refusal.corrupt(
                        "the initializer " + Refusal.shown(proto.getName()) + " is there twice");
            }
        }
        List<Node> nodes = new ArrayList<>();
        for (NodeProto proto : graph.getNodeList()) {
            nodes.add(node(proto));
        }
        return new Body(
                graph.getName(),
                nodes,
                initializers,
                values(graph.getInputList()),
                values(graph.getOutputList()),
                values(graph.getValueInfoList()));
    }

    private Node node(NodeProto proto) throws IOException {
        if (proto.getOpType().isEmpty()) {
            throw Refusal.corrupt("the node " + Refusal.shown(proto.getName()) + " has no type");
        }
        Map<String, Attribute> attributes = new LinkedHashMap<>();
        for (AttributeProto attribute : proto.getAttributeList()) {
            if (attributes.put(attribute.getName(), attribute(attribute)) != null) {
                throw Refusal.corrupt(
                        "the node "
                                + Refusal.shown(proto.getName())
                                + " has the attribute "
                                + Refusal.shown(attribute.getName())
                                + " twice");
            }
        }
        return new Node(
                proto.getName(),
                proto.getDomain(),
                proto.getOpType(),
                proto.getInputList(),
                proto.getOutputList(),
                attributes);
    }

    private Attribute attribute(AttributeProto proto) throws IOException {
        String name = proto.getName();
        return switch (proto.getType()) {
            case INT -> new Attribute.IntValue(name, proto.getI());
            case FLOAT -> new Attribute.FloatValue(name, proto.getF());
            case STRING -> text(proto);
            case TENSOR -> new Attribute.TensorValue(name, tensors.tensor(proto.getT()));
            case GRAPH -> new Attribute.Subgraph(name, body(proto.getG()));
            case INTS -> new Attribute.Ints(name, proto.getIntsList());
            case FLOATS -> new Attribute.Floats(name, proto.getFloatsList());
            case STRINGS -> texts(proto);
            case TENSORS -> tensors(proto);
            case GRAPHS -> graphs(proto);
            case TYPE_PROTO -> new Attribute.Type(name, type(proto.getTp()));
            case TYPE_PROTOS ->
                    new Attribute.Types(
                            name,
                            proto.getTypeProtosList().stream().map(OnnxReader::type).toList());
            case SPARSE_TENSOR, SPARSE_TENSORS -> other(proto);
            case UNDEFINED ->
                    throw Refusal.corrupt("the attribute " + Refusal.shown(name) + " has no type");
        };
    }

    /** Bytes that are not text are kept as they are. */
    private static Attribute text(AttributeProto proto) {
        return proto.getS().isValidUtf8()
                ? new Attribute.Text(proto.getName(), proto.getS().toStringUtf8())
                : other(proto);
    }

    private static Attribute texts(AttributeProto proto) {
        return proto.getStringsList().stream().allMatch(ByteString::isValidUtf8)
                ? new Attribute.Texts(
                        proto.getName(),
                        proto.getStringsList().stream().map(ByteString::toStringUtf8).toList())
                : other(proto);
    }

    private static Attribute other(AttributeProto proto) {
        return new Attribute.Other(proto.getName(), proto.toByteString().asReadOnlyByteBuffer());
    }

    private Attribute tensors(AttributeProto proto) throws IOException {
        List<Tensor> values = new ArrayList<>();
        for (TensorProto tensor : proto.getTensorsList()) {
            values.add(tensors.tensor(tensor));
        }
        return new Attribute.Tensors(proto.getName(), values);
    }

    private Attribute graphs(AttributeProto proto) throws IOException {
        List<Body> values = new ArrayList<>();
        for (GraphProto graph : proto.getGraphsList()) {
            values.add(body(graph));
        }
        return new Attribute.Subgraphs(proto.getName(), values);
    }

    private static List<Value> values(List<ValueInfoProto> protos) {
        List<Value> values = new ArrayList<>();
        for (ValueInfoProto proto : protos) {
            values.add(
                    new Value(
                            proto.getName(),
                            proto.hasType()
                                    ? Optional.of(type(proto.getType()))
                                    : Optional.empty()));
        }
        return values;
    }

    private static ValueType type(TypeProto proto) {
        if (!proto.hasTensorType()) {
            return new ValueType.Other(proto.toByteString().asReadOnlyByteBuffer());
        }
        TypeProto.Tensor tensor = proto.getTensorType();
        if (tensor.getElemType() != 0 && ElementType.ofCode(tensor.getElemType()).isEmpty()) {
            throw Refusal.unsupported(
                    "it uses the element type " + tensor.getElemType(),
                    "Export it with float32 weights.");
        }
        Optional<List<Dim>> shape = Optional.empty();
        if (tensor.hasShape()) {
            shape =
                    Optional.of(
                            tensor.getShape().getDimList().stream().map(OnnxReader::dim).toList());
        }
        return new ValueType.TensorType(ElementType.ofCode(tensor.getElemType()), shape);
    }

    private static Dim dim(TensorShapeProto.Dimension proto) {
        return switch (proto.getValueCase()) {
            case DIM_VALUE -> Dim.of(proto.getDimValue());
            case DIM_PARAM -> Dim.of(proto.getDimParam());
            case VALUE_NOT_SET -> new Dim.Unknown();
        };
    }

    private static Map<String, String> entries(List<StringStringEntryProto> protos) {
        Map<String, String> entries = new LinkedHashMap<>();
        protos.forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
        return entries;
    }
}
