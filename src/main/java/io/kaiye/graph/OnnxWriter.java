package io.kaiye.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
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
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;

/** Turns values of this room into protobuf messages. Weights are shared, not copied. */
final class OnnxWriter {
    private static final long FILE_BYTES_MAX = Integer.MAX_VALUE - (16L << 20);

    private OnnxWriter() {}

    static ModelProto model(Graph graph) {
        long weights =
                graph.initializers().values().stream()
                        .mapToLong(tensor -> tensor.bytes().remaining())
                        .sum();
        if (weights > FILE_BYTES_MAX) {
            throw Refusal.unsupported(
                    "its weights take " + (weights >> 20) + " MB, and one file holds 2,000",
                    "Use a smaller model.");
        }
        ModelProto.Builder model =
                ModelProto.newBuilder()
                        .setIrVersion(graph.irVersion())
                        .setGraph(body(graph.main()));
        if (!graph.producer().isEmpty()) {
            model.setProducerName(graph.producer());
        }
        graph.opsets()
                .forEach(
                        (domain, version) ->
                                model.addOpsetImport(
                                        OperatorSetIdProto.newBuilder()
                                                .setDomain(domain)
                                                .setVersion(version)));
        graph.metadata()
                .forEach(
                        (key, value) ->
                                model.addMetadataProps(
                                        StringStringEntryProto.newBuilder()
                                                .setKey(key)
                                                .setValue(value)));
        return model.build();
    }

    private static GraphProto body(Body body) {
        GraphProto.Builder graph = GraphProto.newBuilder().setName(body.name());
        body.nodes().forEach(node -> graph.addNode(node(node)));
        body.initializers().forEach((name, tensor) -> graph.addInitializer(tensor(name, tensor)));
        body.inputs().forEach(value -> graph.addInput(value(value)));
        body.outputs().forEach(value -> graph.addOutput(value(value)));
        body.values().forEach(value -> graph.addValueInfo(value(value)));
        return graph.build();
    }

    private static NodeProto node(Node node) {
        NodeProto.Builder proto =
                NodeProto.newBuilder()
                        .setOpType(node.op())
                        .addAllInput(node.inputs())
                        .addAllOutput(node.outputs());
        if (!node.name().isEmpty()) {
            proto.setName(node.name());
        }
        if (!node.domain().isEmpty()) {
            proto.setDomain(node.domain());
        }
        node.attributes().values().forEach(attribute -> proto.addAttribute(attribute(attribute)));
        return proto.build();
    }

    private static AttributeProto attribute(Attribute attribute) {
        AttributeProto.Builder proto = AttributeProto.newBuilder().setName(attribute.name());
        switch (attribute) {
            case Attribute.IntValue it -> proto.setType(AttributeType.INT).setI(it.value());
            case Attribute.FloatValue it -> proto.setType(AttributeType.FLOAT).setF(it.value());
            case Attribute.Text it ->
                    proto.setType(AttributeType.STRING).setS(ByteString.copyFromUtf8(it.value()));
            case Attribute.TensorValue it ->
                    proto.setType(AttributeType.TENSOR).setT(tensor("", it.value()));
            case Attribute.Subgraph it -> proto.setType(AttributeType.GRAPH).setG(body(it.value()));
            case Attribute.Type it ->
                    proto.setType(AttributeType.TYPE_PROTO).setTp(type(it.value()));
            case Attribute.Ints it -> proto.setType(AttributeType.INTS).addAllInts(it.values());
            case Attribute.Floats it ->
                    proto.setType(AttributeType.FLOATS).addAllFloats(it.values());
            case Attribute.Texts it -> {
                proto.setType(AttributeType.STRINGS);
                it.values().forEach(text -> proto.addStrings(ByteString.copyFromUtf8(text)));
            }
            case Attribute.Tensors it -> {
                proto.setType(AttributeType.TENSORS);
                it.values().forEach(one -> proto.addTensors(tensor("", one)));
            }
            case Attribute.Subgraphs it -> {
                proto.setType(AttributeType.GRAPHS);
                it.values().forEach(one -> proto.addGraphs(body(one)));
            }
            case Attribute.Types it -> {
                proto.setType(AttributeType.TYPE_PROTOS);
                it.values().forEach(one -> proto.addTypeProtos(type(one)));
            }
            case Attribute.Other it -> {
                return asRead(it);
            }
        }
        return proto.build();
    }

    private static AttributeProto asRead(Attribute.Other other) {
        try {
            return AttributeProto.parseFrom(other.proto().duplicate());
        } catch (InvalidProtocolBufferException e) {
            throw Refusal.corrupt("the attribute " + Refusal.shown(other.name()));
        }
    }

    private static TensorProto tensor(String name, Tensor tensor) {
        TensorProto.Builder proto =
                TensorProto.newBuilder()
                        .setDataType(tensor.type().code())
                        .addAllDims(tensor.dims());
        if (!name.isEmpty()) {
            proto.setName(name);
        }
        if (tensor.type() == ElementType.STRING) {
            tensor.texts().forEach(text -> proto.addStringData(ByteString.copyFromUtf8(text)));
        } else {
            proto.setRawData(UnsafeByteOperations.unsafeWrap(tensor.bytes()));
        }
        return proto.build();
    }

    private static ValueInfoProto value(Value value) {
        ValueInfoProto.Builder proto = ValueInfoProto.newBuilder().setName(value.name());
        value.type().ifPresent(type -> proto.setType(type(type)));
        return proto.build();
    }

    private static TypeProto type(ValueType type) {
        return switch (type) {
            case ValueType.TensorType tensor -> {
                TypeProto.Tensor.Builder proto = TypeProto.Tensor.newBuilder();
                tensor.element().ifPresent(element -> proto.setElemType(element.code()));
                tensor.shape()
                        .ifPresent(
                                dims -> {
                                    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
                                    dims.forEach(dim -> shape.addDim(dim(dim)));
                                    proto.setShape(shape);
                                });
                yield TypeProto.newBuilder().setTensorType(proto).build();
            }
            case ValueType.Other other -> {
                try {
                    yield TypeProto.parseFrom(other.proto().duplicate());
                } catch (InvalidProtocolBufferException e) {
                    throw Refusal.corrupt("the type of a value");
                }
            }
        };
    }

    private static TensorShapeProto.Dimension dim(Dim dim) {
        TensorShapeProto.Dimension.Builder proto = TensorShapeProto.Dimension.newBuilder();
        switch (dim) {
            case Dim.Fixed fixed -> proto.setDimValue(fixed.size());
            case Dim.Symbol symbol -> proto.setDimParam(symbol.name());
            case Dim.Unknown unknown -> {}
        }
        return proto.build();
    }
}
