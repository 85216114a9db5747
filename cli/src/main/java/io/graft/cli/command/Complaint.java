package io.graft.cli.command;

import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/// What a user is told of a failure.
final class Complaint {

    private Complaint() {}

    static String of(Throwable failure) {
        String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        return switch (failure) {
            case FileSystemException file when file.getReason() == null -> file.getMessage() + ": " + reason(file);
            case UncheckedIOException wrapper
            when wrapper.getCause() instanceof FileSystemException file && message.equals(file.toString()) -> of(file);
            case OutOfMemoryError _ ->
                "there is not enough memory: " + message + "; GRAFT_ENGINE_HEAP=6g gives graft engine 6 GiB";
            case StackOverflowError _ -> "something in the input lies too deep in itself: Java's stack is full";
            default -> message;
        };
    }

    /// Java says nothing but the file's name where the reason is the class of the exception.
    private static String reason(FileSystemException failure) {
        return switch (failure) {
            case NoSuchFileException _ -> "there is no such file or folder";
            case AccessDeniedException _ -> "access is denied";
            case FileAlreadyExistsException _ -> "is there already";
            case NotDirectoryException _ -> "is no folder";
            case DirectoryNotEmptyException _ -> "is not empty";
            default -> failure.getClass().getSimpleName();
        };
    }
}
